package io.github.wechatpayhk.durable;

import java.time.Duration;
import java.util.List;

import org.springframework.util.Assert;

/**
 * When online payments are queried and closed.
 *
 * @param queryPauses the pauses between the queries of an open payment; the last one is
 * repeated. Each is at least 1 second
 * @param expiry how long an order without {@code time_expire} can be paid
 * @since 0.1.0
 */
public record OnlinePaymentSettings(List<Duration> queryPauses, Duration expiry) {

	private static final OnlinePaymentSettings DEFAULTS = new OnlinePaymentSettings(
			List.of(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(15), Duration.ofSeconds(30),
					Duration.ofMinutes(1), Duration.ofMinutes(2), Duration.ofMinutes(5)),
			Duration.ofMinutes(15));

	/**
	 * Create the settings.
	 * @param queryPauses the pauses between the queries of an open payment
	 * @param expiry how long an order without {@code time_expire} can be paid
	 * @throws IllegalArgumentException if there is no pause, one is shorter than 1
	 * second, or the expiry is shorter than 1 minute
	 */
	public OnlinePaymentSettings {
		queryPauses = List.copyOf(queryPauses);
		Assert.isTrue(!queryPauses.isEmpty(), "'queryPauses' must not be empty");
		queryPauses.forEach((pause) -> Assert.isTrue(pause.compareTo(Duration.ofSeconds(1)) >= 0,
				"Each of the 'queryPauses' must be at least 1 second"));
		Assert.isTrue(expiry.compareTo(Duration.ofMinutes(1)) >= 0, "'expiry' must be at least 1 minute");
	}

	/**
	 * Return the defaults: queries after 5, 10, 15 and 30 seconds, 1, 2 and then every 5
	 * minutes, and 15 minutes to pay.
	 * @return the defaults
	 */
	public static OnlinePaymentSettings defaults() {
		return DEFAULTS;
	}

	/**
	 * Return the pause before a query.
	 * @param queries how many there were before
	 */
	Duration pause(int queries) {
		return this.queryPauses.get(Math.min(queries, this.queryPauses.size() - 1));
	}

}
