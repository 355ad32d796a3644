package io.github.wechatpayhk.quickpay;

/**
 * What the payment flow does next, for a cashier's display.
 *
 * @since 0.1.0
 */
public enum QuickPayAction {

	/** Post the payment. */
	PAY,

	/** Ask how the order stands. */
	QUERY,

	/** Reverse the order, as the shop has given up. */
	REVERSE,

	/** Ask whether the order is reversed. */
	CONFIRM,

	/** Refund the order, as the money slipped in after the shop had given up. */
	REFUND,

	/** Ask how the refund stands. */
	CONFIRM_REFUND,

	/** Nothing: the payment has ended. */
	END

}
