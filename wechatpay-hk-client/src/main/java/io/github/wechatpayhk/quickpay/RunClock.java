package io.github.wechatpayhk.quickpay;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

import reactor.core.scheduler.Scheduler;

/**
 * The time of one run: the clock as it stood at the beginning, and what the scheduler has
 * counted since. A clock that is set meanwhile makes no limit shorter or longer.
 */
final class RunClock {

	private final InstantSource clock;

	private final Scheduler scheduler;

	private final Instant begun;

	private final long begunNanos;

	RunClock(InstantSource clock, Scheduler scheduler) {
		this.clock = clock;
		this.scheduler = scheduler;
		this.begun = clock.instant();
		this.begunNanos = scheduler.now(TimeUnit.NANOSECONDS);
	}

	Instant now() {
		return this.begun.plusNanos(this.scheduler.now(TimeUnit.NANOSECONDS) - this.begunNanos);
	}

	/**
	 * Return the later one of this time and that of the clock. What the scheduler counts
	 * stands still while the machine is suspended.
	 */
	Instant latest() {
		Instant now = now();
		Instant present = this.clock.instant();
		return present.isAfter(now) ? present : now;
	}

	Scheduler scheduler() {
		return this.scheduler;
	}

}
