package io.github.wechatpayhk.order;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * The state of an order (<a href=
 * "https://github.com/wechatpayhk/wechatpay-hk-spring-boot/blob/main/docs/protocol.md#trade-states">protocol</a>).
 * Open: a value that WeChat Pay adds one day is data, not an error. Compare with
 * {@code equals}.
 *
 * @param value the state as WeChat Pay spells it
 * @since 0.1.0
 */
public record TradeState(@JsonValue String value) {

	/** Not paid. */
	public static final TradeState NOTPAY = new TradeState("NOTPAY");

	/** The payer is acting, by entering a password for example. */
	public static final TradeState USERPAYING = new TradeState("USERPAYING");

	/** Paid. */
	public static final TradeState SUCCESS = new TradeState("SUCCESS");

	/** The payment failed, at the bank for example. */
	public static final TradeState PAYERROR = new TradeState("PAYERROR");

	/** Reversed: closed if it was not paid, paid back if it was. Quick Pay only. */
	public static final TradeState REVOKED = new TradeState("REVOKED");

	/** Closed before it was paid. */
	public static final TradeState CLOSED = new TradeState("CLOSED");

	/** Paid, with at least one refund. */
	public static final TradeState REFUND = new TradeState("REFUND");

	/**
	 * Create a state.
	 * @param value the state as WeChat Pay spells it
	 */
	@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
	public TradeState {
	}

	/**
	 * Return whether no money is held, and none can be taken any more.
	 * @return whether this is {@link #REVOKED} or {@link #CLOSED}
	 */
	public boolean isReversedOrClosed() {
		return equals(REVOKED) || equals(CLOSED);
	}

	@Override
	public String toString() {
		return this.value;
	}

}
