package io.github.wechatpayhk.durable;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What is still to be done. Inexpensive to query, however many scheduled reversals were
 * kept.
 *
 * @param waiting how many reversals wait for their next attempt, or are under way
 * @param needsAttention how many reversals require manual action
 * @param oldest when the oldest of both was scheduled, or {@code null} if there is none
 * @param paymentsOpen how many in-store payments have no end yet
 * @param paymentsNeedingAttention how many of them require manual action
 * @param notificationsWaiting how many notifications wait for their listeners
 * @param notificationsNeedingAttention how many notifications require manual action
 * @param oldestNotification when the oldest of both was received, or {@code null} if
 * there is none
 * @param onlinePayments the online payments without an end; the oldest counts from its
 * expiry
 * @param refunds the refunds without an end; the oldest counts from when it was to be
 * sent, and only if WeChat Pay has not accepted it, or it requires manual action
 * @param isPaused whether sending is paused
 * @since 0.1.0
 */
public record ReversalBacklog(long waiting, long needsAttention, @Nullable Instant oldest, long paymentsOpen,
		long paymentsNeedingAttention, long notificationsWaiting, long notificationsNeedingAttention,
		@Nullable Instant oldestNotification, Unfinished onlinePayments, Unfinished refunds, boolean isPaused) {

	/**
	 * What is queried until it ends.
	 *
	 * @param open how many are queried
	 * @param requiresAction how many require manual action
	 * @param oldest from when on the oldest of both is late, or {@code null} if there is
	 * none
	 */
	public record Unfinished(long open, long requiresAction, @Nullable Instant oldest) {

	}

}
