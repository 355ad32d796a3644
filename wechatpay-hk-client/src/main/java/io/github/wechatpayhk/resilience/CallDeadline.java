package io.github.wechatpayhk.resilience;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import reactor.core.scheduler.Scheduler;

/**
 * The moment until which one call may take, on the scheduler's own clock: that clock does
 * not jump when the time of day is set.
 */
final class CallDeadline {

	private final Scheduler scheduler;

	private final long expiresAt;

	CallDeadline(Duration time, Scheduler scheduler) {
		this.scheduler = scheduler;
		this.expiresAt = scheduler.now(TimeUnit.NANOSECONDS) + time.toNanos();
	}

	Duration remaining() {
		return Duration.ofNanos(Math.max(0, this.expiresAt - this.scheduler.now(TimeUnit.NANOSECONDS)));
	}

}
