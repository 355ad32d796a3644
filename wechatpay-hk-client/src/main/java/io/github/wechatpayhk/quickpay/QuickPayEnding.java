package io.github.wechatpayhk.quickpay;

/**
 * How an in-store payment ended.
 *
 * @since 0.1.0
 */
public enum QuickPayEnding {

	/**
	 * The money is there: hand over the goods.
	 */
	PAID,

	/**
	 * The order is reversed or closed, or WeChat Pay has no such order and can have none
	 * any more: no money is held. A new attempt needs a new order number and a fresh
	 * code.
	 */
	REVERSED_OR_CLOSED,

	/**
	 * The money slipped in after the shop had given up, and the whole amount was
	 * refunded.
	 */
	REFUNDED,

	/**
	 * The deadline passed, or the order is in a state that only an operator can judge. Do
	 * not hand over the goods, do not take the money again: query the order, and reverse
	 * or refund it, until it is known.
	 */
	UNKNOWN

}
