package io.github.wechatpayhk.simulator.order;

/**
 * The state of an order, as {@code trade_state} names it.
 *
 * @since 0.1.0
 */
public enum TradeState {

	/**
	 * Not paid.
	 */
	NOTPAY("Not paid"),

	/**
	 * The payer is acting.
	 */
	USERPAYING("User is paying"),

	/**
	 * Paid.
	 */
	SUCCESS("Payment successful"),

	/**
	 * The payment failed.
	 */
	PAYERROR("Payment failed"),

	/**
	 * Reversed; Quick Pay only.
	 */
	REVOKED("Order revoked"),

	/**
	 * Closed.
	 */
	CLOSED("Order closed"),

	/**
	 * Paid, and refunded at least in part.
	 */
	REFUND("Order refunded");

	private final String description;

	TradeState(String description) {
		this.description = description;
	}

	/**
	 * Return the text of {@code trade_state_desc}.
	 * @return the text
	 */
	public String description() {
		return this.description;
	}

	/**
	 * Tell whether the payer's money was taken.
	 * @return whether the order is paid
	 */
	public boolean isPaid() {
		return this == SUCCESS || this == REFUND;
	}

}
