package io.github.wechatpayhk.sample.till;

import java.time.Instant;
import java.util.Locale;

import io.github.wechatpayhk.refund.RefundStatus;
import org.jspecify.annotations.Nullable;

/**
 * A refund of an order that was paid by QR code, as it is stored.
 *
 * @param outRefundNo its number: the same number is the same refund
 * @param outTradeNo the order
 * @param cents how much
 * @param state how it stands
 * @param notifiedAt when WeChat Pay notified that it ended, or {@code null}
 */
public record QrRefund(String outRefundNo, String outTradeNo, long cents, State state, @Nullable Instant notifiedAt) {

	/**
	 * Return when WeChat Pay notified, by the clock on the wall.
	 * @return the time, or {@code null}
	 */
	public @Nullable String notifiedTime() {
		return (this.notifiedAt != null) ? WallClock.show(this.notifiedAt) : null;
	}

	/**
	 * How a refund stands.
	 */
	public enum State {

		/** It was, or is about to be sent, and has not ended. */
		STARTED,

		/** The payer has the money. */
		SUCCESS,

		/** It did not take place. */
		CLOSED,

		/** It requires manual action. */
		ABNORMAL,

		/** WeChat Pay refused it. */
		REFUSED;

		static State of(@Nullable RefundStatus status) {
			if (RefundStatus.SUCCESS.equals(status)) {
				return SUCCESS;
			}
			if (RefundStatus.CLOSED.equals(status)) {
				return CLOSED;
			}
			return RefundStatus.ABNORMAL.equals(status) ? ABNORMAL : STARTED;
		}

		/**
		 * Tell whether this money cannot be refunded once more.
		 */
		boolean isCounted() {
			return this != CLOSED && this != REFUSED;
		}

		/**
		 * Return the name in style sheets and message keys.
		 * @return the name in lower case
		 */
		public String key() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

}
