package io.github.wechatpayhk.resilience;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.error.WechatPayHkRequestException.Reason;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Scheduler;

/**
 * The queue in front of one bucket. The bucket is asked for the first in the queue only,
 * so no call overtakes another, and a call that is cancelled leaves no reserved permit
 * behind.
 * <p>
 * {@code attended} marks one owner: it asks the bucket or has set the alarm for asking
 * again, and no other thread does.
 */
final class RateLimitQueue {

	private final RateLimitBuckets.Key key;

	private final RateLimitBuckets.Bucket bucket;

	private final Scheduler scheduler;

	private final Queue<Waiter> waiters = new ConcurrentLinkedQueue<>();

	private final AtomicInteger length = new AtomicInteger();

	private final AtomicBoolean attended = new AtomicBoolean();

	private volatile long nextPermit;

	RateLimitQueue(RateLimitBuckets.Key key, RateLimitBuckets.Bucket bucket, Scheduler scheduler) {
		this.key = key;
		this.bucket = bucket;
		this.scheduler = scheduler;
		this.nextPermit = scheduler.now(TimeUnit.NANOSECONDS);
	}

	int length() {
		return this.length.get();
	}

	Mono<Void> enter(CallDeadline deadline) {
		return Mono.create((sink) -> {
			Waiter waiter = new Waiter(sink, deadline);
			if (deadline.remaining().compareTo(expectedWait()) <= 0) {
				sink.error(noTime());
				return;
			}
			this.length.incrementAndGet();
			this.waiters.add(waiter);
			sink.onCancel(() -> remove(waiter));
			attend();
		});
	}

	private Duration expectedWait() {
		long untilNext = Math.max(0, this.nextPermit - this.scheduler.now(TimeUnit.NANOSECONDS));
		return this.key.spacing().multipliedBy(length()).plusNanos(untilNext);
	}

	private boolean remove(Waiter waiter) {
		boolean wasWaiting = this.waiters.remove(waiter);
		if (wasWaiting) {
			this.length.decrementAndGet();
		}
		return wasWaiting;
	}

	private void attend() {
		if (!this.waiters.isEmpty() && this.attended.compareAndSet(false, true)) {
			ask();
		}
	}

	private void ask() {
		if (this.waiters.isEmpty()) {
			this.attended.set(false);
			attend();
			return;
		}
		try {
			this.bucket.take().whenComplete(this::responded);
		}
		catch (RuntimeException ex) {
			responded(null, ex);
		}
	}

	private void responded(@Nullable Duration wait, @Nullable Throwable failure) {
		if (wait == null) {
			refuseFirst(failure);
			askAfter(Duration.ZERO);
		}
		else if (wait.isZero()) {
			// before anything else: a call that proceeds may return at once
			this.nextPermit = this.scheduler.now(TimeUnit.NANOSECONDS) + this.key.spacing().toNanos();
			letFirstIn();
			askAfter(this.key.spacing());
		}
		else {
			this.nextPermit = this.scheduler.now(TimeUnit.NANOSECONDS) + wait.toNanos();
			refuseWhoHasNoTime(wait);
			askAfter(wait);
		}
	}

	private void askAfter(Duration wait) {
		if (this.waiters.isEmpty()) {
			this.attended.set(false);
			attend();
		}
		else {
			this.scheduler.schedule(this::ask, wait.toNanos(), TimeUnit.NANOSECONDS);
		}
	}

	private void letFirstIn() {
		Waiter first = this.waiters.poll();
		if (first != null) {
			this.length.decrementAndGet();
			first.sink().success();
		}
	}

	private void refuseFirst(@Nullable Throwable failure) {
		Waiter first = this.waiters.poll();
		if (first != null) {
			this.length.decrementAndGet();
			first.sink()
				.error(new WechatPayHkRequestException(Reason.RATE_LIMIT_UNAVAILABLE,
						"The shared rate limit could not be asked", failure));
		}
	}

	private void refuseWhoHasNoTime(Duration wait) {
		Waiter first = this.waiters.peek();
		while (first != null && first.deadline().remaining().compareTo(wait) <= 0) {
			if (remove(first)) {
				first.sink().error(noTime());
			}
			first = this.waiters.peek();
		}
	}

	private WechatPayHkRequestException noTime() {
		return new WechatPayHkRequestException(Reason.RATE_LIMIT_EXCEEDS_DEADLINE,
				"Waiting for the rate limit of " + this.key.operation() + " would pass the deadline", null);
	}

	private record Waiter(MonoSink<Void> sink, CallDeadline deadline) {

	}

}
