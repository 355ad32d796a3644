package io.github.wechatpayhk.error;

/**
 * What is known about the effect of a call that did not complete. A call that completed
 * has no outcome: its completion is the proof.
 *
 * @since 0.1.0
 */
public enum Outcome {

	/**
	 * Nothing left this machine: WeChat Pay cannot have acted. Safe to try again once the
	 * cause is fixed.
	 */
	NOT_SENT,

	/**
	 * WeChat Pay responded and refused: nothing was changed by this call. Trying the same
	 * again brings the same refusal.
	 */
	REJECTED,

	/**
	 * The request may have taken effect, and nothing that can be trusted says whether it
	 * did. Repeat the identical call, or query the order; never report it as failed.
	 */
	UNKNOWN

}
