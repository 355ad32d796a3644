package io.github.wechatpayhk.simulator.gateway;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.wechatpayhk.simulator.protocol.ApiProblem;
import io.github.wechatpayhk.simulator.protocol.Operation;

/**
 * Counts accepted requests and refuses what is too fast. Thread-safe.
 */
final class RateLimiter {

	private static final Duration WINDOW = Duration.ofSeconds(1);

	private final RateLimits limits;

	private final Map<Lane, Deque<Instant>> accepted = new ConcurrentHashMap<>();

	RateLimiter(RateLimits limits) {
		this.limits = limits;
	}

	void check(String signer, Operation operation, Instant now) {
		int limit = this.limits.of(operation);
		if (limit == Integer.MAX_VALUE) {
			return;
		}
		Deque<Instant> times = this.accepted.computeIfAbsent(new Lane(signer, operation),
				(key) -> new ArrayDeque<>(limit));
		synchronized (times) {
			Instant oldest = times.peekFirst();
			if (times.size() >= limit && oldest != null) {
				if (oldest.plus(WINDOW).isAfter(now)) {
					throw new ApiProblem(429, "RATELIMIT_EXCEEDED",
							"More than " + limit + " requests per second for " + operation);
				}
				times.removeFirst();
			}
			times.addLast(now);
		}
	}

	private record Lane(String signer, Operation operation) {

	}

}
