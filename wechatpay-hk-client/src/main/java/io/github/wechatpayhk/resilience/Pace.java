package io.github.wechatpayhk.resilience;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Keeps the pace limits of all merchants of an application. Each operation of each
 * merchant has a line of its own, in which calls wait in the order in which they came; a
 * merchant with many calls does not keep another one waiting. Safe for concurrent use;
 * one instance is meant to be shared by all {@link ResilientCalls}.
 *
 * @since 0.1.0
 */
public final class Pace {

	private final PaceSettings settings;

	private final PaceBuckets buckets;

	private final Scheduler scheduler;

	private final Map<PaceLane, PaceLine> lines = new ConcurrentHashMap<>();

	private Pace(PaceSettings settings, PaceBuckets buckets, Scheduler scheduler) {
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
	public static Pace create(PaceSettings settings, PaceBuckets buckets, Scheduler scheduler) {
		return new Pace(settings, buckets, scheduler);
	}

	/**
	 * Return how many calls stand in a line.
	 * @param mchid the number of the merchant that signs
	 * @param operation the operation
	 * @return the number of calls that wait at this moment
	 */
	public int waiting(String mchid, WechatPayHkOperation operation) {
		PaceLine line = line(mchid, operation);
		return (line != null) ? line.length() : 0;
	}

	/**
	 * Wait in line for a permit.
	 */
	Mono<Void> await(String mchid, WechatPayHkOperation operation, CallDeadline deadline) {
		PaceLine line = line(mchid, operation);
		return (line != null) ? line.enter(deadline) : Mono.empty();
	}

	private @Nullable PaceLine line(String mchid, WechatPayHkOperation operation) {
		Integer limit = this.settings.limits().get(operation);
		if (limit == null) {
			return null;
		}
		return this.lines.computeIfAbsent(PaceLane.of(mchid, operation, limit, this.settings.margin()),
				(lane) -> new PaceLine(lane, this.buckets.bucket(lane), this.scheduler));
	}

}
