package io.github.wechatpayhk.resilience;

import io.github.wechatpayhk.webclient.CallOptions;

/**
 * Describes a call to those who carry it through and to those who listen.
 *
 * @param operation what is called
 * @param subject what the call is about, such as the number of the order
 * @param options what this call alone does otherwise than the configured calls
 * @since 0.1.0
 */
public record WechatPayHkCall(WechatPayHkOperation operation, String subject, CallOptions options) {

	/**
	 * Describe a call that uses the configured defaults.
	 * @param operation what is called
	 * @param subject what the call is about
	 * @return the description
	 */
	public static WechatPayHkCall of(WechatPayHkOperation operation, String subject) {
		return new WechatPayHkCall(operation, subject, CallOptions.none());
	}

}
