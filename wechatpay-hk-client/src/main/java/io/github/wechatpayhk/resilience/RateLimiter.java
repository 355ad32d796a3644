package io.github.wechatpayhk.resilience;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Keeps the rate limits of all merchants of an application. Each operation of each
 * merchant has a queue of its own, in which calls wait in the order in which they came; a
 * merchant with many calls does not keep another one waiting. Safe for concurrent use;
 * one instance is meant to be shared by all {@link ResilientCalls}.
 *
 * @since 0.1.0
 */
public final class RateLimiter {

	private final RateLimitSettings settings;

	private final RateLimitBuckets buckets;

	private final Scheduler scheduler;

	private final Map<RateLimitBuckets.Key, RateLimitQueue> queues = new ConcurrentHashMap<>();

	private RateLimiter(RateLimitSettings settings, RateLimitBuckets buckets, Scheduler scheduler) {
		this.settings = settings;
		this.buckets = buckets;
		this.scheduler = scheduler;
	}

	/**
	 * Create the limits.
	 * @param settings how many requests each operation may send
	 * @param buckets where they are counted
	 * @param scheduler wakes those who wait, and tells their time
	 * @return the limits
	 */
	public static RateLimiter create(RateLimitSettings settings, RateLimitBuckets buckets, Scheduler scheduler) {
		return new RateLimiter(settings, buckets, scheduler);
	}

	/**
	 * Return how many calls stand in a queue.
	 * @param mchid the number of the merchant that signs
	 * @param operation the operation
	 * @return the number of calls that wait at this moment
	 */
	public int waiting(String mchid, WechatPayHkOperation operation) {
		RateLimitQueue queue = line(mchid, operation);
		return (queue != null) ? queue.length() : 0;
	}

	/**
	 * Wait in the queue for a permit.
	 */
	Mono<Void> await(String mchid, WechatPayHkOperation operation, CallDeadline deadline) {
		RateLimitQueue queue = line(mchid, operation);
		return (queue != null) ? queue.enter(deadline) : Mono.empty();
	}

	private @Nullable RateLimitQueue line(String mchid, WechatPayHkOperation operation) {
		Integer limit = this.settings.limits().get(operation);
		if (limit == null) {
			return null;
		}
		return this.queues.computeIfAbsent(RateLimitBuckets.Key.of(mchid, operation, limit, this.settings.margin()),
				(key) -> new RateLimitQueue(key, this.buckets.bucket(key), this.scheduler));
	}

}
