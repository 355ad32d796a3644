package io.github.wechatpayhk.error;

/**
 * What the signature of an answer was worth.
 *
 * @since 0.1.0
 */
public enum SignatureStatus {

	/**
	 * There was no complete answer whose signature could have been looked at.
	 */
	NONE,

	/**
	 * The answer carried no signature. WeChat Pay leaves it out on some error answers; on
	 * a 2xx it means that the answer cannot be believed.
	 */
	ABSENT,

	/**
	 * The answer was signed by WeChat Pay, within the clock window, over the bytes that
	 * were received.
	 */
	VERIFIED,

	/**
	 * The answer carried signature headers that did not verify.
	 */
	INVALID

}
