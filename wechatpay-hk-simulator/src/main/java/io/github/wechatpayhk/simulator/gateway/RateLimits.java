package io.github.wechatpayhk.simulator.gateway;

import java.util.EnumMap;
import java.util.Map;

import io.github.wechatpayhk.simulator.protocol.Operation;

/**
 * How many requests per second each operation accepts of one merchant number: no window
 * of one second, wherever it starts, holds more. Immutable.
 *
 * @since 0.1.0
 */
public final class RateLimits {

	private final Map<Operation, Integer> limits;

	private RateLimits(Map<Operation, Integer> limits) {
		this.limits = Map.copyOf(limits);
	}

	/**
	 * Return the limits that WeChat Pay documents.
	 * @return the limits
	 */
	public static RateLimits documented() {
		Map<Operation, Integer> limits = new EnumMap<>(Operation.class);
		limits.put(Operation.NATIVE, 60);
		limits.put(Operation.JSAPI, 60);
		limits.put(Operation.APP, 60);
		limits.put(Operation.MWEB, 60);
		limits.put(Operation.MICROPAY, 150);
		limits.put(Operation.QUERY, 300);
		limits.put(Operation.REVERSE, 150);
		limits.put(Operation.REFUND, 150);
		limits.put(Operation.QUERY_REFUND, 150);
		limits.put(Operation.LIST_REFUNDS, 150);
		limits.put(Operation.CERTIFICATES, 1000);
		return new RateLimits(limits);
	}

	/**
	 * Return no limits at all.
	 * @return the limits
	 */
	public static RateLimits none() {
		return new RateLimits(new EnumMap<>(Operation.class));
	}

	/**
	 * Return a copy with another limit.
	 * @param operation the operation
	 * @param perSecond how many requests per second, at least 1
	 * @return the copy
	 */
	public RateLimits with(Operation operation, int perSecond) {
		if (perSecond < 1) {
			throw new IllegalArgumentException("'perSecond' must be at least 1");
		}
		Map<Operation, Integer> changed = new EnumMap<>(Operation.class);
		changed.putAll(this.limits);
		changed.put(operation, perSecond);
		return new RateLimits(changed);
	}

	int of(Operation operation) {
		return this.limits.getOrDefault(operation, Integer.MAX_VALUE);
	}

}
