package io.github.wechatpayhk.durable;

import java.time.Instant;

import io.github.wechatpayhk.order.ReverseOrderRequest;
import org.jspecify.annotations.Nullable;

/**
 * A scheduled reversal, as it was stored at the moment of reading. Holds no secret.
 *
 * @param id its number here, a UUID
 * @param merchant the name of the merchant, or {@code null} for the default one
 * @param signer the number of the merchant that signs
 * @param request the order, with the merchant numbers that are sent
 * @param state how it stands
 * @param reason why it stands so, in words, or {@code null} if there is nothing to say
 * @param attempts how many attempts were begun; each is one call with its own attempts
 * within a deadline
 * @param scheduledAt when it was scheduled
 * @param changedAt when it changed last
 * @param nextAttemptAt when the next attempt is planned, or {@code null} if none is
 * @param endedAt when it came to its end, or {@code null} if it did not
 * @since 0.1.0
 */
public record DurableReversal(String id, @Nullable String merchant, String signer, ReverseOrderRequest request,
		ReversalState state, @Nullable String reason, int attempts, Instant scheduledAt, Instant changedAt,
		@Nullable Instant nextAttemptAt, @Nullable Instant endedAt) {

}
