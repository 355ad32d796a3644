package io.github.wechatpayhk.simulator.signature;

/**
 * What can be wrong about the signature of a response on purpose.
 *
 * @since 0.1.0
 */
public enum SignatureTwist {

	/**
	 * Nothing: the signature is right.
	 */
	NONE,

	/**
	 * There is no signature.
	 */
	UNSIGNED,

	/**
	 * The signature is of another body.
	 */
	TAMPERED,

	/**
	 * A key signed that is not the platform's, under the platform's name.
	 */
	UNTRUSTED_KEY,

	/**
	 * The serial number is one that nobody knows.
	 */
	UNKNOWN_SERIAL,

	/**
	 * The signature is WeChat Pay's probe: it begins with {@code WECHATPAY/SIGNTEST/}.
	 */
	SIGNTEST,

	/**
	 * The timestamp is six minutes old, the signature is right.
	 */
	STALE,

	/**
	 * The timestamp is six minutes ahead, the signature is right.
	 */
	FUTURE,

	/**
	 * The signature is not Base64.
	 */
	UNDECODABLE

}
