package io.github.wechatpayhk.resilience;

import java.util.concurrent.TimeUnit;

import io.github.bucket4j.TimeMeter;
import reactor.core.scheduler.Scheduler;

/**
 * Lets Bucket4j run by the clock of a scheduler, which is also the one that wakes those
 * who wait.
 */
final class SchedulerTimeMeter implements TimeMeter {

	private final Scheduler scheduler;

	SchedulerTimeMeter(Scheduler scheduler) {
		this.scheduler = scheduler;
	}

	@Override
	public long currentTimeNanos() {
		return this.scheduler.now(TimeUnit.NANOSECONDS);
	}

	@Override
	public boolean isWallClockBased() {
		return false;
	}

}
