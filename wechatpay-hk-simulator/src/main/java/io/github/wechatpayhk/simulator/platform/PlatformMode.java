package io.github.wechatpayhk.simulator.platform;

/**
 * Which of its two kinds of key the simulated platform offers.
 *
 * @since 0.1.0
 */
public enum PlatformMode {

	/**
	 * The WeChat Pay public key alone: it signs everything, and the list of certificates
	 * receives 404 {@code NOT_FOUND}.
	 */
	PUBLIC_KEY,

	/**
	 * Platform certificates alone: the current one signs everything.
	 */
	CERTIFICATES,

	/**
	 * Both: the key that the request names in {@code Wechatpay-Serial} signs; without
	 * that header the current certificate signs the list of certificates, and the public
	 * key signs everything else.
	 */
	BOTH

}
