package io.github.wechatpayhk.resilience;

import java.time.Duration;
import java.util.function.DoubleSupplier;

import io.github.wechatpayhk.error.DoublingPause;
import io.github.wechatpayhk.error.WechatPayHkApiException;
import io.github.wechatpayhk.error.WechatPayHkException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;

/**
 * Makes retries while they make sense and time is left.
 */
final class RetryPolicy {

	private static final int MOST_DOUBLINGS = 20;

	private final RetrySettings settings;

	private final Scheduler scheduler;

	private final DoubleSupplier random;

	private final DoublingPause backoff;

	RetryPolicy(RetrySettings settings, Scheduler scheduler, DoubleSupplier random) {
		this.settings = settings;
		this.scheduler = scheduler;
		this.random = random;
		this.backoff = new DoublingPause(settings.backoff(), settings.backoff().multipliedBy(1L << MOST_DOUBLINGS));
	}

	<T> Mono<T> apply(Mono<T> attempt, CallProgress progress) {
		return attempt.retryWhen(Retry.from((failures) -> failures
			.concatMap((failure) -> pause(failure.failure(), failure.totalRetries() + 1, progress))));
	}

	/**
	 * Wait before the next attempt, or end with the failure of the last one. A wait that
	 * would pass the deadline is not even begun: the caller knows sooner.
	 */
	private Mono<Long> pause(Throwable failure, long made, CallProgress progress) {
		if (made >= this.settings.maxAttempts() || !progress.call().operation().isRepeatable()
				|| !(failure instanceof WechatPayHkException known) || !known.isRepeatable()) {
			return Mono.error(failure);
		}
		Duration wait = longer(backoff(made), retryAfter(known));
		if (wait.compareTo(progress.deadline().remaining()) >= 0) {
			return Mono.error(failure);
		}
		progress.pausing(wait);
		return Mono.delay(wait, this.scheduler);
	}

	private Duration backoff(long made) {
		Duration doubled = this.backoff.afterFailures(made);
		double factor = 1 + this.settings.jitter() * (2 * this.random.getAsDouble() - 1);
		return Duration.ofNanos((long) (doubled.toNanos() * factor));
	}

	private static @Nullable Duration retryAfter(WechatPayHkException failure) {
		return (failure instanceof WechatPayHkApiException response) ? response.retryAfter() : null;
	}

	private static Duration longer(Duration one, @Nullable Duration other) {
		return (other != null && other.compareTo(one) > 0) ? other : one;
	}

}
