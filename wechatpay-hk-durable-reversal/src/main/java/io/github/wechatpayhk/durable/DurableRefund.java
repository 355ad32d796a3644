package io.github.wechatpayhk.durable;

import java.time.Instant;

import io.github.wechatpayhk.merchant.ShopIds;
import io.github.wechatpayhk.refund.RefundAmount;
import org.jspecify.annotations.Nullable;

/**
 * A refund of an online payment, as it was stored at the moment of reading. Holds no
 * secret and no personal data.
 *
 * @param id its number here, a UUID
 * @param merchant the name of the merchant, or {@code null} for the default one
 * @param signer the number of the merchant that signs
 * @param ids whose order it is
 * @param paymentId the number of the payment here
 * @param outTradeNo the merchant's number of the order
 * @param outRefundNo the merchant's number of the refund
 * @param amount how much is refunded
 * @param refundId WeChat Pay's number of the refund, or {@code null} until it is known
 * @param state the state of the refund
 * @param reason why it is in this state, or {@code null} if there is nothing to say
 * @param requestedAt when it was stored
 * @param sendAt when it is sent at the earliest: WeChat Pay takes the refunds of an order
 * one minute apart
 * @param changedAt when it changed last
 * @param endedAt when it reached a terminal state, or {@code null} if it did not
 * @since 0.1.0
 */
public record DurableRefund(String id, @Nullable String merchant, String signer, ShopIds ids, String paymentId,
		String outTradeNo, String outRefundNo, RefundAmount amount, @Nullable String refundId, State state,
		@Nullable String reason, Instant requestedAt, Instant sendAt, Instant changedAt, @Nullable Instant endedAt) {

	/**
	 * The state of a refund.
	 */
	public enum State {

		/** It is sent, or nothing verified says how it ended. */
		OPEN(false),

		/**
		 * It requires manual action: WeChat Pay refused it, could not deliver the money,
		 * or shows another refund under its number; no call succeeded until the schedule
		 * was exhausted; or a verified response contradicts an earlier one. An operator
		 * retries or settles it.
		 */
		REQUIRES_ACTION(false),

		/** A verified notification or query shows that the payer has the money. */
		SUCCESS(true),

		/**
		 * A verified notification or query shows that the refund failed. The money can be
		 * refunded under another number.
		 */
		CLOSED(true),

		/** An operator settled it otherwise, and gave a reason. */
		SETTLED(true);

		private final boolean isTerminal;

		State(boolean isTerminal) {
			this.isTerminal = isTerminal;
		}

		/**
		 * Return whether this state is the last one.
		 * @return whether nothing follows
		 */
		public boolean isTerminal() {
			return this.isTerminal;
		}

	}

}
