package io.github.wechatpayhk.durable;

import java.time.Instant;

import io.github.wechatpayhk.quickpay.QuickPayIntent;
import org.jspecify.annotations.Nullable;

/**
 * An in-store payment that is to be brought to its end. Holds no secret.
 *
 * @param id its number here, a UUID
 * @param merchant the name of the merchant, or {@code null} for the default one
 * @param signer the number of the merchant that signs
 * @param intent the payment
 * @param state how it stands
 * @param reason why it stands so, in words, or {@code null} if there is nothing to say
 * @param changedAt when it changed last
 * @param endedAt when it came to its end, or {@code null} if it did not
 * @since 0.1.0
 */
public record DurablePayment(String id, @Nullable String merchant, String signer, QuickPayIntent intent, State state,
		@Nullable String reason, Instant changedAt, @Nullable Instant endedAt) {

	/**
	 * How a payment stands.
	 */
	public enum State {

		/** It is under way, or will be resumed. */
		OPEN(false),

		/** An operator has to look at it, and to order a retry or to settle it. */
		NEEDS_ATTENTION(false),

		/** The money is there. */
		PAID(true),

		/** No money is held. */
		REVERSED_OR_CLOSED(true),

		/** The whole amount was refunded. */
		REFUNDED(true),

		/** An operator settled it otherwise, and said how. */
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
