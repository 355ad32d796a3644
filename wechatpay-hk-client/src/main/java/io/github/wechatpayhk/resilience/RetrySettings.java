package io.github.wechatpayhk.resilience;

import java.time.Duration;

import org.springframework.util.Assert;

/**
 * How often a call is attempted.
 *
 * @param maxAttempts the largest number of attempts; 1 switches retries off
 * @param backoff the wait before the second attempt, doubled before each further one
 * @param jitter by which part of itself a wait varies, 0 to 1
 * @since 0.1.0
 */
public record RetrySettings(int maxAttempts, Duration backoff, double jitter) {

	/**
	 * Create the settings.
	 * @param maxAttempts the largest number of attempts, at least 1
	 * @param backoff the wait before the second attempt
	 * @param jitter by which part of itself a wait varies, 0 to 1
	 */
	public RetrySettings {
		Assert.isTrue(maxAttempts >= 1, "'maxAttempts' must be at least 1");
		Assert.isTrue(!backoff.isNegative(), "'backoff' must not be negative");
		Assert.isTrue(jitter >= 0 && jitter <= 1, "'jitter' must be between 0 and 1");
	}

	/**
	 * Return the defaults: 3 attempts, 200 milliseconds doubled, varied by half.
	 * @return the settings
	 */
	public static RetrySettings defaults() {
		return new RetrySettings(3, Duration.ofMillis(200), 0.5);
	}

	/**
	 * Return the settings for a single attempt.
	 * @return the settings
	 */
	public static RetrySettings off() {
		return new RetrySettings(1, Duration.ZERO, 0);
	}

}
