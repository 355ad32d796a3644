package io.github.wechatpayhk.durable;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * One entry in the audit trail of a scheduled reversal. It is stored before the call is
 * made, so that a call whose end was lost in a crash is not forgotten.
 *
 * @param number its place in the trail, from 1
 * @param result how it ended
 * @param node which process made it
 * @param startedAt when it began
 * @param endedAt when its end was stored, or {@code null} if none was
 * @param status the HTTP status of the response, or {@code null} if there was none
 * @param code the error code as WeChat Pay spelt it, or {@code null} if there was none
 * @param requestId the {@code Request-ID} of the response, by which WeChat Pay's support
 * finds the call, or {@code null} if there was none
 * @param detail what was learned, in words
 * @since 0.1.0
 */
public record ReversalAttempt(int number, Result result, String node, Instant startedAt, @Nullable Instant endedAt,
		@Nullable Integer status, @Nullable String code, @Nullable String requestId, @Nullable String detail) {

	/**
	 * How an entry ended.
	 */
	public enum Result {

		/** It is under way, or its process died. */
		UNDER_WAY,

		/** WeChat Pay's signed 204 was verified. */
		REVERSED,

		/** WeChat Pay refused. */
		REJECTED,

		/** Nothing left the machine. */
		NOT_SENT,

		/** It may have taken effect, and nothing trustworthy says so. */
		UNKNOWN,

		/** No end was stored, as the process died. It may have taken effect. */
		INTERRUPTED,

		/** No call: it had ended as nothing to reverse, and was scheduled again. */
		SCHEDULED_AGAIN,

		/** No call: an operator ordered a retry. */
		RETRY_ORDERED,

		/** No call: an operator settled it. */
		SETTLED

	}

}
