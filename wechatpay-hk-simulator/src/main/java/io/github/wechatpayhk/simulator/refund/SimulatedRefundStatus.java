package io.github.wechatpayhk.simulator.refund;

/**
 * The state of a refund, as queries name it.
 *
 * @since 0.1.0
 */
public enum SimulatedRefundStatus {

	/**
	 * Accepted, not yet paid back.
	 */
	PROCESSING("PROCESSING"),

	/**
	 * Paid back.
	 */
	SUCCESS("SUCCESS"),

	/**
	 * Failed for good; the money can be refunded anew.
	 */
	REFUNDCLOSE("CLOSED"),

	/**
	 * Stuck; somebody must act.
	 */
	ABNORMAL("ABNORMAL");

	private final String notified;

	SimulatedRefundStatus(String notified) {
		this.notified = notified;
	}

	/**
	 * Return the name of this state in notifications.
	 * @return the name
	 */
	public String notified() {
		return this.notified;
	}

}
