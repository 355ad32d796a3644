package io.github.wechatpayhk.resilience;

import io.github.wechatpayhk.ApiGeneration;

/**
 * In whose name calls are made, for those who observe them.
 *
 * @param mchid the number of the merchant that signs
 * @param name the name by which the application knows the merchant. It becomes a tag of
 * metrics: an application with an unbounded number of merchants gives many of them one
 * name
 * @param generation the generation of the API that is called
 * @since 0.1.0
 */
public record CallingMerchant(String mchid, String name, ApiGeneration generation) {

	/**
	 * The name of the merchant that is meant when none is named.
	 */
	public static final String DEFAULT_NAME = "default";

	static CallingMerchant of(String mchid) {
		return new CallingMerchant(mchid, DEFAULT_NAME, ApiGeneration.HK);
	}

}
