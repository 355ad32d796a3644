package io.github.wechatpayhk.resilience;

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
	RateLimitBucket bucket(RateLimitKey key);

	/**
	 * Keep the buckets in this process.
	 * @param scheduler whose clock is used
	 * @return the buckets
	 */
	static RateLimitBuckets local(Scheduler scheduler) {
		return (key) -> new LocalRateLimitBucket(key.spacing(), scheduler);
	}

}
