package io.github.wechatpayhk.durable;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A notification in the inbox, as it was stored at the moment of reading. Holds no secret
 * and no personal data.
 *
 * @param id its number here, a UUID
 * @param merchant the name of the merchant that received it
 * @param notificationId the id that WeChat Pay gave it
 * @param type the event type, such as {@code TRANSACTION.SUCCESS}
 * @param subject what it says, such as {@code payment:T1:SUCCESS}
 * @param outTradeNo the merchant's number of the order, or {@code null} if it names none
 * @param state the state of the processing
 * @param reason why it is in this state, or {@code null} if there is nothing to say
 * @param receivedAt when it was stored
 * @param changedAt when it changed last
 * @param endedAt when its processing ended, or {@code null} if it did not
 * @since 0.1.0
 */
public record DurableNotification(String id, String merchant, String notificationId, String type, String subject,
		@Nullable String outTradeNo, State state, @Nullable String reason, Instant receivedAt, Instant changedAt,
		@Nullable Instant endedAt) {

	/**
	 * The state of the processing of a notification.
	 */
	public enum State {

		/** Its delivery to the listeners is scheduled or in progress. */
		WAITING(false),

		/**
		 * It requires manual action: its listeners failed until the schedule was
		 * exhausted, or the payment is not the expected one. An operator retries or
		 * settles it. Later notifications of the same order wait.
		 */
		NEEDS_ATTENTION(false),

		/** The listeners returned, and their transaction is committed. */
		PROCESSED(true),

		/**
		 * No listener receives notifications of this kind. An operator may retry it once
		 * one does.
		 */
		UNHEARD(true),

		/** An operator settled it otherwise, and gave a reason. */
		SETTLED(true);

		private final boolean isTerminal;

		State(boolean isTerminal) {
			this.isTerminal = isTerminal;
		}

		/**
		 * Return whether this state is the last one, unless an operator decides
		 * otherwise.
		 * @return whether nothing follows
		 */
		public boolean isTerminal() {
			return this.isTerminal;
		}

	}

}
