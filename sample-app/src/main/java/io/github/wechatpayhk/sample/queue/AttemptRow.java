package io.github.wechatpayhk.sample.queue;

import io.github.wechatpayhk.durable.ReversalAttempt;
import io.github.wechatpayhk.sample.till.WallClock;
import org.jspecify.annotations.Nullable;

/**
 * One attempt as the page shows it.
 *
 * @param number its place, from 1
 * @param key how it ended, in message keys
 * @param startedAt when it began
 * @param status the HTTP status, and WeChat Pay's code
 * @param requestId by which WeChat Pay's support finds it
 * @param detail what was learned
 */
public record AttemptRow(int number, String key, String startedAt, String status, @Nullable String requestId,
		@Nullable String detail) {

	static AttemptRow of(ReversalAttempt attempt) {
		String status = (attempt.status() != null) ? attempt.status().toString() : "";
		String code = (attempt.code() != null) ? " " + attempt.code() : "";
		return new AttemptRow(attempt.number(), ScheduledReversal.key(attempt.result()),
				WallClock.show(attempt.startedAt()), status + code, attempt.requestId(), attempt.detail());
	}

}
