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

	private final long beganAt;

	private final long expiresAt;

	CallDeadline(Duration time, Scheduler scheduler) {
		this.scheduler = scheduler;
		this.beganAt = scheduler.now(TimeUnit.NANOSECONDS);
		this.expiresAt = this.beganAt + time.toNanos();
	}

	Duration elapsed() {
		return Duration.ofNanos(this.scheduler.now(TimeUnit.NANOSECONDS) - this.beganAt);
	}

	Duration remaining() {
		return Duration.ofNanos(Math.max(0, this.expiresAt - this.scheduler.now(TimeUnit.NANOSECONDS)));
	}

}
