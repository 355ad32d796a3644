package io.github.wechatpayhk.durable.engine;

import java.time.Duration;

import io.github.wechatpayhk.durable.ReversalAttempt;
import io.github.wechatpayhk.durable.ReversalState;
import io.github.wechatpayhk.durable.store.AttemptEnd;
import io.github.wechatpayhk.error.WechatPayHkApiException;
import io.github.wechatpayhk.error.WechatPayHkException;
import org.jspecify.annotations.Nullable;

/**
 * What one attempt has brought.
 *
 * @param state where the scheduled reversal goes; {@link ReversalState#WAITING} to try
 * again
 * @param result how the call ended
 * @param status the HTTP status of its response
 * @param code the error code of its response
 * @param requestId the {@code Request-ID} of its response
 * @param reason what was learned, in words
 * @param retryAfter how long WeChat Pay asks to wait
 * @param isMisconfigured whether somebody has to fix something here
 */
record ReversalVerdict(ReversalState state, ReversalAttempt.Result result, @Nullable Integer status,
		@Nullable String code, @Nullable String requestId, String reason, @Nullable Duration retryAfter,
		boolean isMisconfigured) {

	static ReversalVerdict reversed(@Nullable String requestId) {
		return new ReversalVerdict(ReversalState.REVERSED, ReversalAttempt.Result.REVERSED, 204, null, requestId,
				"WeChat Pay confirmed the reversal", null, false);
	}

	/**
	 * The 204 is not confirmed, so the order may not be reversed.
	 */
	static ReversalVerdict unconfirmed(String shown) {
		return new ReversalVerdict(ReversalState.WAITING, ReversalAttempt.Result.UNKNOWN, 204, null, null,
				"The reversal is not confirmed after its 204: " + shown, null, false);
	}

	/**
	 * Nobody knows what the call did, as this side failed.
	 */
	static ReversalVerdict lost(String reason) {
		return new ReversalVerdict(ReversalState.WAITING, ReversalAttempt.Result.UNKNOWN, null, null, null, reason,
				null, false);
	}

	static ReversalVerdict failed(WechatPayHkException failure, boolean isMisconfigured) {
		ReversalAttempt.Result result = switch (failure.outcome()) {
			case NOT_SENT -> ReversalAttempt.Result.NOT_SENT;
			case REJECTED -> ReversalAttempt.Result.REJECTED;
			case UNKNOWN -> ReversalAttempt.Result.UNKNOWN;
		};
		WechatPayHkApiException response = (failure instanceof WechatPayHkApiException api) ? api : null;
		return new ReversalVerdict(ReversalState.WAITING, result, (response != null) ? response.status() : null,
				(response != null) ? response.code() : null, failure.requestId(), String.valueOf(failure.getMessage()),
				(response != null) ? response.retryAfter() : null, isMisconfigured);
	}

	AttemptEnd attemptEnd() {
		return new AttemptEnd(this.result, this.status, this.code, this.requestId, this.reason);
	}

	ReversalVerdict and(String learned) {
		return and(this.state, learned);
	}

	ReversalVerdict and(ReversalState state, String learned) {
		return new ReversalVerdict(state, this.result, this.status, this.code, this.requestId,
				this.reason + ". " + learned, this.retryAfter, this.isMisconfigured);
	}

}
