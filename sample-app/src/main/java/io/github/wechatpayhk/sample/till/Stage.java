package io.github.wechatpayhk.sample.till;

import java.util.Locale;

import io.github.wechatpayhk.order.TradeState;
import io.github.wechatpayhk.quickpay.QuickPayEnding;

/**
 * How an order stands, as a cashier sees it.
 */
public enum Stage {

	/** The payment was posted, or is about to be. */
	POSTED,

	/** WeChat Pay waits for the payer. */
	PAYER_ACTING,

	/** The money is there. */
	PAID,

	/** The shop has given up; the order is being reversed. */
	REVERSING,

	/** Whether it was reversed is not known, and it is scheduled to be. */
	SCHEDULED,

	/** No money is held, and none can be taken any more. */
	REVERSED,

	/** A refund is on its way. */
	REFUNDING,

	/** Nothing that can be trusted says whether a refund was accepted. */
	REFUND_UNKNOWN,

	/** A refund did not reach the payer, and requires manual action. */
	REFUND_REQUIRES_ACTION,

	/** All money went back. */
	REFUNDED,

	/** The payment never began: it was not sent, or refused as such. */
	REFUSED,

	/** WeChat Pay knows the order, and nobody has paid it. */
	UNPAID,

	/** An operator settled it otherwise. */
	SETTLED,

	/** Nothing that can be trusted says how it stands. */
	UNKNOWN;

	static Stage of(TradeState state) {
		return switch (state.value()) {
			case "SUCCESS" -> PAID;
			case "REVOKED", "CLOSED" -> REVERSED;
			case "REFUND" -> REFUNDED;
			case "NOTPAY", "USERPAYING", "PAYERROR" -> UNPAID;
			default -> UNKNOWN;
		};
	}

	static Stage of(QuickPayEnding ending) {
		return switch (ending) {
			case PAID -> PAID;
			case REVERSED_OR_CLOSED -> REVERSED;
			case REFUNDED -> REFUNDED;
			case UNKNOWN -> UNKNOWN;
		};
	}

	/**
	 * Tell whether something is going on that changes this by itself.
	 * @return whether a look a moment later makes sense
	 */
	public boolean isUnderWay() {
		return this == POSTED || this == PAYER_ACTING || this == REVERSING || this == SCHEDULED || this == REFUNDING;
	}

	/**
	 * Tell whether the shop can still take the payment back on its own.
	 * @return whether a payment is under way
	 */
	public boolean isCancellable() {
		return this == POSTED || this == PAYER_ACTING;
	}

	/**
	 * Tell whether reversing makes sense.
	 * @return whether the order may hold money, or come to hold some
	 */
	public boolean isReversible() {
		return this == PAID || this == UNPAID || this == UNKNOWN;
	}

	/**
	 * Return the name in style sheets and message keys.
	 * @return the name in lower case, with hyphens
	 */
	public String key() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
