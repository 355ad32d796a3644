package io.github.wechatpayhk.quickpay;

import java.time.Duration;
import java.time.Instant;

import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.order.TradeState;
import io.github.wechatpayhk.quickpay.QuickPayIntent.GivenUp;
import org.jspecify.annotations.Nullable;

/**
 * One step of an in-store payment, for a cashier's display.
 *
 * @param at when
 * @param next what is done next
 * @param pause how long to wait before that
 * @param tradeState the state of the order as it was last seen, or {@code null} if it
 * never was
 * @param givenUp why the shop gave up, or {@code null} if it did not; set once that is
 * remembered
 * @param failure what the last call failed with, or {@code null} if it did not
 * @param result how the payment ended, in the last step only
 * @since 0.1.0
 */
public record QuickPayStep(Instant at, Action next, Duration pause, @Nullable TradeState tradeState,
		@Nullable GivenUp givenUp, @Nullable WechatPayHkException failure, @Nullable QuickPayResult result) {

	/**
	 * What the payment flow does next, for a cashier's display.
	 */
	public enum Action {

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

}
