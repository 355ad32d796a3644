package io.github.wechatpayhk.resilience;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.distributed.AsyncBucketProxy;
import reactor.core.scheduler.Scheduler;

/**
 * Where the buckets of the rate limits are kept: in this process, or in a place that
 * several nodes share.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface RateLimitBuckets {

	/**
	 * Return the bucket of a key. Called once per key.
	 * @param key the key
	 * @return its bucket
	 */
	RateLimitBucket bucket(RateLimitKey key);

	/**
	 * Keep the buckets in this process.
	 * @param scheduler whose clock is used
	 * @return the buckets
	 */
	static RateLimitBuckets local(Scheduler scheduler) {
		return (key) -> {
			Bucket bucket = Bucket.builder()
				.addLimit(key.configuration().getBandwidths()[0])
				.withCustomTimePrecision(new SchedulerTimeMeter(scheduler))
				.build();
			return () -> CompletableFuture.completedFuture(wait(bucket.tryConsumeAndReturnRemaining(1)));
		};
	}

	/**
	 * Keep the buckets in one of Bucket4j's asynchronous back-ends.
	 * @param proxies makes a proxy, from {@link RateLimitKey#value()} and
	 * {@link RateLimitKey#configuration()}
	 * @return the buckets
	 */
	static RateLimitBuckets shared(Function<RateLimitKey, AsyncBucketProxy> proxies) {
		return (key) -> {
			AsyncBucketProxy bucket = proxies.apply(key);
			return () -> bucket.tryConsumeAndReturnRemaining(1).thenApply(RateLimitBuckets::wait);
		};
	}

	/**
	 * Keep the buckets in one of Bucket4j's blocking back-ends, such as a database.
	 * @param proxies makes a proxy, from {@link RateLimitKey#value()} and
	 * {@link RateLimitKey#configuration()}
	 * @param executor where the proxies may block
	 * @return the buckets
	 */
	static RateLimitBuckets shared(Function<RateLimitKey, ? extends Bucket> proxies, Executor executor) {
		return (key) -> {
			Bucket bucket = proxies.apply(key);
			return () -> CompletableFuture.supplyAsync(() -> wait(bucket.tryConsumeAndReturnRemaining(1)), executor);
		};
	}

	private static Duration wait(ConsumptionProbe probe) {
		return probe.isConsumed() ? Duration.ZERO : Duration.ofNanos(Math.max(1, probe.getNanosToWaitForRefill()));
	}

}
