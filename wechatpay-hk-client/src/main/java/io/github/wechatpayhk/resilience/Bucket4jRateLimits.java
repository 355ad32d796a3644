package io.github.wechatpayhk.resilience;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.distributed.AsyncBucketProxy;

/**
 * Rate limits that several nodes share over a back-end of Bucket4j. The application adds
 * {@code com.bucket4j:bucket4j_jdk17-core} and the library of the back-end.
 *
 * @since 0.1.0
 */
public final class Bucket4jRateLimits {

	private Bucket4jRateLimits() {
	}

	/**
	 * Return the bucket that keeps the limit of a key.
	 * @param key the key
	 * @return the configuration for Bucket4j
	 */
	public static BucketConfiguration configuration(RateLimitBuckets.Key key) {
		return BucketConfiguration.builder()
			.addLimit(Bandwidth.builder().capacity(1).refillGreedy(1, key.spacing()).build())
			.build();
	}

	/**
	 * Keep the buckets in an asynchronous back-end.
	 * @param proxies makes a proxy, from {@link RateLimitBuckets.Key#value()} and
	 * {@link #configuration(RateLimitBuckets.Key)}
	 * @return the buckets
	 */
	public static RateLimitBuckets shared(Function<RateLimitBuckets.Key, AsyncBucketProxy> proxies) {
		return (key) -> {
			AsyncBucketProxy bucket = proxies.apply(key);
			return () -> bucket.tryConsumeAndReturnRemaining(1).thenApply(Bucket4jRateLimits::wait);
		};
	}

	/**
	 * Keep the buckets in a blocking back-end, such as a database.
	 * @param proxies makes a proxy, from {@link RateLimitBuckets.Key#value()} and
	 * {@link #configuration(RateLimitBuckets.Key)}
	 * @param executor where the proxies may block
	 * @return the buckets
	 */
	public static RateLimitBuckets shared(Function<RateLimitBuckets.Key, ? extends Bucket> proxies, Executor executor) {
		return (key) -> {
			Bucket bucket = proxies.apply(key);
			return () -> CompletableFuture.supplyAsync(() -> wait(bucket.tryConsumeAndReturnRemaining(1)), executor);
		};
	}

	private static Duration wait(ConsumptionProbe probe) {
		return probe.isConsumed() ? Duration.ZERO : Duration.ofNanos(Math.max(1, probe.getNanosToWaitForRefill()));
	}

}
