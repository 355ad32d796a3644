package io.github.wechatpayhk.resilience;

import io.github.wechatpayhk.error.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * How a call or one attempt of it ended.
 *
 * @param outcome what is known about its effect, or {@code null} if it succeeded
 * @param isCancelled whether its subscriber went away before there was an end
 * @param error what it failed with, or {@code null} if it succeeded or was cancelled
 * @param requestId the {@code Request-ID} of the response, or {@code null} if there was
 * none
 * @param attempts how many attempts have ended, this one included
 * @since 0.1.0
 */
public record WechatPayHkCallEnd(@Nullable Outcome outcome, boolean isCancelled, @Nullable Throwable error,
		@Nullable String requestId, int attempts) {
}
