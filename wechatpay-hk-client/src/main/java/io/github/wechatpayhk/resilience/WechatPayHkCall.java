package io.github.wechatpayhk.resilience;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Describes a call to those who carry it through and to those who listen.
 *
 * @param operation what is called
 * @param subject what the call is about, such as the number of the order
 * @param deadline how long this call alone may take, or {@code null} if the configured
 * deadline holds
 * @param isBaseUrlGiven whether the call names its own base URL, which no failover
 * replaces
 * @since 0.1.0
 */
public record WechatPayHkCall(WechatPayHkOperation operation, String subject, @Nullable Duration deadline,
		boolean isBaseUrlGiven) {

	/**
	 * Describe a call.
	 * @param operation what is called
	 * @param subject what the call is about
	 * @param deadline how long this call alone may take, greater than zero, or
	 * {@code null}
	 * @param isBaseUrlGiven whether the call names its own base URL
	 */
	public WechatPayHkCall {
		Assert.isTrue(deadline == null || isPositive(deadline), "'deadline' must be greater than zero");
	}

	private static boolean isPositive(Duration deadline) {
		return !deadline.isZero() && !deadline.isNegative();
	}

	/**
	 * Describe a call that uses the configured defaults.
	 * @param operation what is called
	 * @param subject what the call is about
	 * @return the description
	 */
	public static WechatPayHkCall of(WechatPayHkOperation operation, String subject) {
		return new WechatPayHkCall(operation, subject, null, false);
	}

}
