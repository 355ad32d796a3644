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
 * @param refundPauses the pauses between the queries of a refund that WeChat Pay has
 * accepted; the last one is repeated. Each is at least 1 second
 * @since 0.1.0
 */
public record OnlinePaymentSettings(List<Duration> queryPauses, Duration expiry, List<Duration> refundPauses) {

	private static final OnlinePaymentSettings DEFAULTS = new OnlinePaymentSettings(
			List.of(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(15), Duration.ofSeconds(30),
					Duration.ofMinutes(1), Duration.ofMinutes(2), Duration.ofMinutes(5)),
			Duration.ofMinutes(15),
			List.of(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofMinutes(1), Duration.ofMinutes(5),
					Duration.ofMinutes(15), Duration.ofMinutes(30), Duration.ofHours(1), Duration.ofHours(2)));

	/**
	 * Create the settings.
	 * @param queryPauses the pauses between the queries of an open payment
	 * @param expiry how long an order without {@code time_expire} can be paid
	 * @param refundPauses the pauses between the queries of an accepted refund
	 * @throws IllegalArgumentException if there is no pause, one is shorter than 1
	 * second, or the expiry is shorter than 1 minute
	 */
	public OnlinePaymentSettings {
		queryPauses = pauses("queryPauses", queryPauses);
		refundPauses = pauses("refundPauses", refundPauses);
		Assert.isTrue(expiry.compareTo(Duration.ofMinutes(1)) >= 0, "'expiry' must be at least 1 minute");
	}

	private static List<Duration> pauses(String name, List<Duration> pauses) {
		Assert.isTrue(!pauses.isEmpty(), () -> "'" + name + "' must not be empty");
		pauses.forEach((pause) -> Assert.isTrue(pause.compareTo(Duration.ofSeconds(1)) >= 0,
				() -> "Each of the '" + name + "' must be at least 1 second"));
		return List.copyOf(pauses);
	}

	/**
	 * Return the defaults: queries after 5, 10, 15 and 30 seconds, 1, 2 and then every 5
	 * minutes, and 15 minutes to pay. Refunds are queried after 10 and 30 seconds, 1, 5,
	 * 15 and 30 minutes, 1 hour and then every 2 hours.
	 * @return the defaults
	 */
	public static OnlinePaymentSettings defaults() {
		return DEFAULTS;
	}

}
