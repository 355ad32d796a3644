package io.github.wechatpayhk.error;

/**
 * What the signature of a response was worth.
 *
 * @since 0.1.0
 */
public enum SignatureStatus {

	/**
	 * There was no complete response whose signature could have been looked at.
	 */
	NONE,

	/**
	 * The response carried no signature. WeChat Pay leaves it out on some error
	 * responses; on a 2xx it means that the response cannot be verified.
	 */
	ABSENT,

	/**
	 * The response was signed by WeChat Pay, within the clock window, over the bytes that
	 * were received.
	 */
	VERIFIED,

	/**
	 * The response carried signature headers that did not verify.
	 */
	INVALID

}
