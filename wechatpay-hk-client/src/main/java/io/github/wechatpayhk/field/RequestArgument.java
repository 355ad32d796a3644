package io.github.wechatpayhk.field;

import io.github.wechatpayhk.error.WechatPayHkRequestException;
import org.jspecify.annotations.Nullable;

/**
 * Checks the arguments of the services: a call without its argument ends as one that was
 * not sent.
 *
 * @since 0.1.0
 */
public final class RequestArgument {

	private RequestArgument() {
	}

	/**
	 * Check an argument that must be present.
	 * @param name the name of the argument
	 * @param value the argument
	 * @param <T> the type of the argument
	 * @return the argument
	 * @throws WechatPayHkRequestException if it is {@code null}
	 */
	public static <T> T require(String name, @Nullable T value) {
		if (value == null) {
			throw new WechatPayHkRequestException("'" + name + "' must not be null");
		}
		return value;
	}

}
