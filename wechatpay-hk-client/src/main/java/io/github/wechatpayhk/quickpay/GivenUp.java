package io.github.wechatpayhk.quickpay;

/**
 * Why the shop has given up a payment.
 *
 * @since 0.1.0
 */
public enum GivenUp {

	/** The cashier cancelled. */
	CANCELLED,

	/** The payer took too long. */
	TIMED_OUT,

	/** The payment failed, at the bank for example, or WeChat Pay refused it. */
	FAILED,

	/**
	 * The order number was used before: WeChat Pay's order under it is not this payment,
	 * so it is neither taken for paid nor reversed.
	 */
	NUMBER_USED

}
