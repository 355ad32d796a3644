package io.github.wechatpayhk.resilience;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

import org.springframework.util.Assert;

/**
 * The rate limits that the client keeps by itself.
 *
 * @param limits the most requests that any window of one second may hold, by operation;
 * an operation that is not named is not limited
 * @param margin by how much more than a second such a window is stretched, because
 * requests do not all travel equally fast
 * @since 0.1.0
 */
public record RateLimitSettings(Map<WechatPayHkOperation, Integer> limits, Duration margin) {

	/**
	 * Create the settings.
	 * @param limits the limits, each at least 1
	 * @param margin the margin, not negative
	 */
	public RateLimitSettings {
		limits = Map.copyOf(limits);
		Assert.isTrue(limits.values().stream().allMatch((limit) -> limit >= 1), "'limits' must be at least 1");
		Assert.isTrue(!margin.isNegative(), "'margin' must not be negative");
	}

	/**
	 * Return the defaults: WeChat Pay's documented limits, with a margin of 100
	 * milliseconds.
	 * @return the settings
	 */
	public static RateLimitSettings defaults() {
		Map<WechatPayHkOperation, Integer> limits = new EnumMap<>(WechatPayHkOperation.class);
		for (WechatPayHkOperation operation : WechatPayHkOperation.values()) {
			limits.put(operation, operation.documentedLimit());
		}
		return new RateLimitSettings(limits, Duration.ofMillis(100));
	}

	/**
	 * Change the limit of an operation.
	 * @param operation the operation
	 * @param limit the most requests that any window of one second may hold, at least 1
	 * @return changed settings
	 */
	public RateLimitSettings withLimit(WechatPayHkOperation operation, int limit) {
		Map<WechatPayHkOperation, Integer> changed = new EnumMap<>(WechatPayHkOperation.class);
		changed.putAll(this.limits);
		changed.put(operation, limit);
		return new RateLimitSettings(changed, this.margin);
	}

}
