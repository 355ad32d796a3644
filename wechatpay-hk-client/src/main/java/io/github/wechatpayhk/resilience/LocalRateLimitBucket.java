package io.github.wechatpayhk.resilience;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import reactor.core.scheduler.Scheduler;

/**
 * A bucket in this process: it holds one permit, which comes back after the spacing.
 */
final class LocalRateLimitBucket implements RateLimitBuckets.Bucket {

	private final long spacing;

	private final Scheduler scheduler;

	private final AtomicLong next;

	LocalRateLimitBucket(Duration spacing, Scheduler scheduler) {
		this.spacing = spacing.toNanos();
		this.scheduler = scheduler;
		this.next = new AtomicLong(now());
	}

	@Override
	public CompletionStage<Duration> take() {
		long now = now();
		long next = this.next.getAndUpdate((present) -> (now - present >= 0) ? now + this.spacing : present);
		return CompletableFuture.completedFuture(Duration.ofNanos(Math.max(0, next - now)));
	}

	private long now() {
		return this.scheduler.now(TimeUnit.NANOSECONDS);
	}

}
