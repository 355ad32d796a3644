package io.github.wechatpayhk.durable;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What is still to be done. Cheap to ask for, however many promises were kept.
 *
 * @param waiting how many reversals wait for their next attempt, or are under way
 * @param needsAttention how many reversals wait for a person
 * @param oldest when the oldest of both was promised, or {@code null} if there is none
 * @param paymentsOpen how many payments at the counter have no end yet
 * @param paymentsNeedingAttention how many of them wait for a person
 * @param notificationsWaiting how many notifications wait for their listeners
 * @param notificationsNeedingAttention how many notifications require manual action
 * @param isPaused whether sending is paused
 * @since 0.1.0
 */
public record ReversalBacklog(long waiting, long needsAttention, @Nullable Instant oldest, long paymentsOpen,
		long paymentsNeedingAttention, long notificationsWaiting, long notificationsNeedingAttention,
		boolean isPaused) {

}
