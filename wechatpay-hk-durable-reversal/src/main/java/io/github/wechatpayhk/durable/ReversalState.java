package io.github.wechatpayhk.durable;

/**
 * How a scheduled reversal stands.
 *
 * @since 0.1.0
 */
public enum ReversalState {

	/**
	 * It is still to be done: the next attempt is planned or under way.
	 */
	WAITING(false),

	/**
	 * No retry is planned, and nobody knows the end: an operator has to look at it, and
	 * to order a retry or to settle it.
	 */
	NEEDS_ATTENTION(false),

	/**
	 * WeChat Pay's signed 204 was verified.
	 */
	REVERSED(true),

	/**
	 * A verified query showed that no money is held: the order is reversed or closed
	 * already, or there is none and can be none any more. To schedule it again reopens
	 * it.
	 */
	NOTHING_TO_REVERSE(true),

	/**
	 * WeChat Pay refused with a signature, and a verified query showed that the order is
	 * paid or refunded. Refund it instead.
	 */
	REFUSED(true),

	/**
	 * An operator settled it otherwise, and said why.
	 */
	SETTLED(true);

	private final boolean isTerminal;

	ReversalState(boolean isTerminal) {
		this.isTerminal = isTerminal;
	}

	/**
	 * Return whether this state is the last one.
	 * @return whether nothing follows
	 */
	public boolean isTerminal() {
		return this.isTerminal;
	}

}
