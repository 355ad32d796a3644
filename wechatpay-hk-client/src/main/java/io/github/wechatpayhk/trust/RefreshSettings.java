package io.github.wechatpayhk.trust;

import java.time.Duration;

/**
 * When platform certificates are downloaded, and how long they are trusted. Nothing
 * happens by itself: ages are looked at when the certificates are used.
 *
 * @param interval the age from which on the set is refreshed when it is used
 * @param minInterval the shortest time between two refreshes for unknown serial numbers,
 * and the longest pause after failed refreshes
 * @param grace how long a certificate is trusted after it is no longer listed
 * @param timeout the longest time that one download may take, signing included
 * @since 0.1.0
 */
public record RefreshSettings(Duration interval, Duration minInterval, Duration grace, Duration timeout) {

	/**
	 * Create the settings.
	 * @param interval the age from which on the set is refreshed when it is used
	 * @param minInterval the shortest time between two refreshes for unknown serial
	 * numbers, and the longest pause after failed refreshes
	 * @param grace how long a certificate is trusted after it is no longer listed
	 * @param timeout the longest time that one download may take, signing included
	 * @throws IllegalArgumentException if a duration is negative, or an interval or the
	 * timeout is zero
	 */
	public RefreshSettings {
		requirePositive("interval", interval);
		requirePositive("minInterval", minInterval);
		requirePositive("timeout", timeout);
		if (grace.isNegative()) {
			throw new IllegalArgumentException("'grace' must not be negative");
		}
	}

	/**
	 * Return the defaults: an interval of 1 hour, at least 1 minute between refreshes for
	 * unknown serial numbers, 24 hours of grace, 15 seconds for a download.
	 * @return the settings
	 */
	public static RefreshSettings defaults() {
		return new RefreshSettings(Duration.ofHours(1), Duration.ofMinutes(1), Duration.ofHours(24),
				Duration.ofSeconds(15));
	}

	private static void requirePositive(String name, Duration duration) {
		if (duration.isNegative() || duration.isZero()) {
			throw new IllegalArgumentException("'" + name + "' must be greater than zero");
		}
	}

}
