package io.github.wechatpayhk.resilience;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

import reactor.core.scheduler.Scheduler;

/**
 * Where the buckets of the rate limits are kept: in this process, or in a place that
 * several nodes share, such as a back-end of Bucket4j ({@link Bucket4jRateLimits}).
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
	Bucket bucket(Key key);

	/**
	 * Keep the buckets in this process.
	 * @param scheduler whose clock is used
	 * @return the buckets
	 */
	static RateLimitBuckets local(Scheduler scheduler) {
		return (key) -> new LocalRateLimitBucket(key.spacing(), scheduler);
	}

	/**
	 * Gives the permits of one key, one at a time. Asked again only after the wait that
	 * it named, so an implementation may go over a network.
	 */
	@FunctionalInterface
	interface Bucket {

		/**
		 * Take a permit if there is one. Must not block.
		 * @return {@link Duration#ZERO} if it was taken, else the time until the next one
		 * is expected, nothing taken
		 */
		CompletionStage<Duration> take();

	}

	/**
	 * What one limit applies to: one operation of one merchant.
	 * <p>
	 * Its bucket holds a single token, which comes back after {@link #spacing()}.
	 * Requests are therefore at least that far apart, and {@code limit + 1} of them span
	 * at least {@code limit} spacings, which is one second or more: no half-open window
	 * of one second, wherever it starts, holds more than {@code limit}. A bucket of
	 * {@code limit} tokens would let twice as many through in the second after a quiet
	 * time.
	 *
	 * @param mchid the number of the merchant that signs
	 * @param operation the operation
	 * @param spacing the least time between two requests
	 */
	record Key(String mchid, WechatPayHkOperation operation, Duration spacing) {

		private static final long NANOS_PER_SECOND = 1_000_000_000;

		static Key of(String mchid, WechatPayHkOperation operation, int limit, Duration margin) {
			long window = NANOS_PER_SECOND + margin.toNanos();
			return new Key(mchid, operation, Duration.ofNanos((window + limit - 1) / limit));
		}

		/**
		 * Return the name under which nodes share the bucket of this key.
		 * @return the operation and the merchant number
		 */
		public String value() {
			return "wechatpay-hk:" + this.operation + ':' + this.mchid;
		}

	}

}
