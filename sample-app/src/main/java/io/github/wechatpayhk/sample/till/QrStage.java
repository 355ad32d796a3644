package io.github.wechatpayhk.sample.till;

import java.util.Locale;

/**
 * How an order stands that is paid by QR code, as a cashier sees it.
 */
public enum QrStage {

	/** The order is on its way to WeChat Pay; its code is not known yet. */
	PREPARING,

	/** The order could not be sent, or no trusted response arrived: there is no code. */
	NO_CODE,

	/** The payer can scan the code. */
	TO_BE_SCANNED,

	/** The time to pay is over; queries show whether the order was paid. */
	EXPIRED,

	/** The cashier cancelled it; until WeChat Pay closes it, it can be paid. */
	CLOSING,

	/** The money is there. */
	PAID,

	/** It was not paid, and cannot be paid any more. */
	CLOSED,

	/** What WeChat Pay says contradicts the order, or nothing was learned for days. */
	REQUIRES_ACTION,

	/** An operator settled it otherwise. */
	SETTLED,

	/** A refund is on its way. */
	REFUNDING,

	/**
	 * Nothing that can be trusted says whether a refund was accepted; it is sent again.
	 */
	REFUND_UNKNOWN,

	/** A refund requires manual action. */
	REFUND_REQUIRES_ACTION,

	/** All money went back. */
	REFUNDED;

	/**
	 * Tell whether something is in progress that changes this by itself.
	 * @return whether a look a moment later makes sense
	 */
	public boolean isUnderWay() {
		return this == PREPARING || this == TO_BE_SCANNED || this == EXPIRED || this == CLOSING || this == REFUNDING
				|| this == REFUND_UNKNOWN;
	}

	/**
	 * Tell whether a query may bring news.
	 * @return whether the payment has not ended
	 */
	public boolean isOpen() {
		return this == TO_BE_SCANNED || this == EXPIRED || this == CLOSING || this == REQUIRES_ACTION;
	}

	/**
	 * Tell whether the cashier can cancel the order.
	 * @return whether it is neither paid nor about to be closed
	 */
	public boolean isCancellable() {
		return this == PREPARING || this == NO_CODE || this == TO_BE_SCANNED;
	}

	/**
	 * Return the name in style sheets and message keys.
	 * @return the name in lower case, with hyphens
	 */
	public String key() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
