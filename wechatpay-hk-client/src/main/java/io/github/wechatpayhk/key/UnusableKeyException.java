package io.github.wechatpayhk.key;

import org.jspecify.annotations.Nullable;

/**
 * A text or a file does not hold the key or certificate that belongs there. The message
 * says what was found instead, and never repeats any of it.
 *
 * @since 0.1.0
 */
public final class UnusableKeyException extends IllegalArgumentException {

	private static final long serialVersionUID = 1L;

	UnusableKeyException(String message) {
		this(message, null);
	}

	UnusableKeyException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
