package io.github.wechatpayhk.resilience;

import java.time.Duration;

/**
 * What one limit applies to: one operation of one merchant.
 * <p>
 * Its bucket holds a single token, which comes back after {@link #spacing()}. Requests
 * are therefore at least that far apart, and {@code limit + 1} of them span at least
 * {@code limit} spacings, which is one second or more: no half-open window of one second,
 * wherever it starts, holds more than {@code limit}. A bucket of {@code limit} tokens
 * would let twice as many through in the second after a quiet time.
 *
 * @param mchid the number of the merchant that signs
 * @param operation the operation
 * @param spacing the least time between two requests
 * @since 0.1.0
 */
public record RateLimitKey(String mchid, WechatPayHkOperation operation, Duration spacing) {

	private static final long NANOS_PER_SECOND = 1_000_000_000;

	static RateLimitKey of(String mchid, WechatPayHkOperation operation, int limit, Duration margin) {
		long window = NANOS_PER_SECOND + margin.toNanos();
		return new RateLimitKey(mchid, operation, Duration.ofNanos((window + limit - 1) / limit));
	}

	/**
	 * Return the name under which nodes share the bucket of this key.
	 * @return the operation and the merchant number
	 */
	public String value() {
		return "wechatpay-hk:" + this.operation + ':' + this.mchid;
	}

}
