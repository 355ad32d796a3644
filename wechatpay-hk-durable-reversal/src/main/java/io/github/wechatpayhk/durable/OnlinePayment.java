package io.github.wechatpayhk.durable;

import java.time.Instant;

import io.github.wechatpayhk.merchant.ShopIds;
import io.github.wechatpayhk.order.OrderAmount;
import io.github.wechatpayhk.order.TradeType;
import org.jspecify.annotations.Nullable;

/**
 * An order that the payer pays on a device of their own, as it was stored at the moment
 * of reading. Holds no secret and no personal data.
 *
 * @param id its number here, a UUID
 * @param merchant the name of the merchant, or {@code null} for the default one
 * @param signer the number of the merchant that signs
 * @param ids whose order it is
 * @param outTradeNo the merchant's number of the order
 * @param tradeType how it is paid
 * @param amount what it costs
 * @param transactionId WeChat Pay's number of the order, or {@code null} until it is paid
 * @param state the state of the payment
 * @param reason why it is in this state, or {@code null} if there is nothing to say
 * @param placedAt when it was stored
 * @param sentAt when it was sent last, or {@code null} if it was not
 * @param expiresAt until when it can be sent and paid; brought forward to the call of
 * {@link OnlinePayments#close}, after which it can be paid until WeChat Pay closes it
 * @param changedAt when it changed last
 * @param endedAt when it reached a terminal state, or {@code null} if it did not
 * @since 0.1.0
 */
public record OnlinePayment(String id, @Nullable String merchant, String signer, ShopIds ids, String outTradeNo,
		TradeType tradeType, OrderAmount amount, @Nullable String transactionId, State state, @Nullable String reason,
		Instant placedAt, @Nullable Instant sentAt, Instant expiresAt, Instant changedAt, @Nullable Instant endedAt) {

	/**
	 * The state of an online payment.
	 */
	public enum State {

		/** It can be paid, or nothing verified says how it ended. */
		OPEN(false),

		/**
		 * It requires manual action: another amount was paid, no call succeeded until the
		 * schedule was exhausted, or a verified response contradicts an earlier one. An
		 * operator retries or settles it.
		 */
		REQUIRES_ACTION(false),

		/** A verified notification or query shows that the whole amount was paid. */
		PAID(true),

		/** A verified query shows that it was not paid, and cannot be paid any more. */
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
