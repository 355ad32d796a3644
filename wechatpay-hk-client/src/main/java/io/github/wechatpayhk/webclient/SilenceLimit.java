package io.github.wechatpayhk.webclient;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Schedulers;

/**
 * Ends a body whose sender is silent for too long. Only the time counts in which
 * something is requested: else the receiver is slow, a disk for example.
 */
final class SilenceLimit {

	private final Duration longest;

	private final AtomicLong requested = new AtomicLong();

	private volatile long since = now();

	private SilenceLimit(Duration longest) {
		this.longest = longest;
	}

	/**
	 * Limit a body.
	 * @param body the body
	 * @param longest how long its sender may be silent
	 * @return the body, which ends with a {@link TimeoutException} after that time
	 */
	static <T> Flux<T> on(Flux<T> body, Duration longest) {
		return Flux.defer(() -> new SilenceLimit(longest).limit(body));
	}

	private <T> Flux<T> limit(Flux<T> body) {
		return body.doOnNext((item) -> received()).doOnRequest(this::request).takeUntilOther(silence());
	}

	private void request(long number) {
		if (this.requested.get() == 0) {
			this.since = now();
		}
		this.requested.accumulateAndGet(number, Operators::addCap);
	}

	private void received() {
		this.since = now();
		this.requested.updateAndGet((number) -> (number != Long.MAX_VALUE) ? number - 1 : number);
	}

	private Mono<Void> silence() {
		return Mono.defer(() -> Mono.delay(left()))
			.repeat(() -> !left().isZero())
			.then(Mono.error(() -> new TimeoutException("Nothing was received for " + this.longest)));
	}

	private Duration left() {
		Duration left = (this.requested.get() > 0) ? this.longest.minusNanos(now() - this.since) : this.longest;
		return left.isNegative() ? Duration.ZERO : left;
	}

	private static long now() {
		return Schedulers.parallel().now(TimeUnit.NANOSECONDS);
	}

}
