package io.github.wechatpayhk.durable;

import java.time.Duration;

import org.springframework.util.Assert;

/**
 * How scheduled reversals are kept.
 *
 * @param firstPause the pause after the first attempt that did not settle it, doubled
 * with each one; at least 1 second
 * @param longestPause the longest such pause
 * @param attentionAfter after how much waiting it is escalated to an operator; must stay
 * within the 7 days in which WeChat Pay reverses. Notifications are escalated after one
 * day at the latest
 * @param retention how long a scheduled reversal is kept after its end; notifications are
 * kept for 25 hours at least, as WeChat Pay repeats them for a day
 * @param threads how many attempts are made at the same time on one node. Half as many
 * threads, at least one, process notifications beside them
 * @param pollingInterval how often the database is asked for what is due, beside the
 * scheduled reversals of this node, which begin at once
 * @param heartbeatInterval how often a node says that it lives; what a dead node had
 * begun is taken over after at most six of these times
 * @param shutdownTimeout how long a stopping node waits for calls under way
 * @since 0.1.0
 */
public record DurableReversalSettings(Duration firstPause, Duration longestPause, Duration attentionAfter,
		Duration retention, int threads, Duration pollingInterval, Duration heartbeatInterval,
		Duration shutdownTimeout) {

	private static final Duration WINDOW = Duration.ofDays(7);

	private static final Duration LONGEST_NOTIFICATION = Duration.ofDays(1);

	private static final DurableReversalSettings DEFAULTS = new DurableReversalSettings(Duration.ofSeconds(5),
			Duration.ofHours(2), Duration.ofDays(6), Duration.ofDays(90), 8, Duration.ofSeconds(5),
			Duration.ofSeconds(8), Duration.ofSeconds(25));

	/**
	 * Create the settings.
	 * @param firstPause the pause after the first attempt
	 * @param longestPause the longest pause
	 * @param attentionAfter after how much waiting it is escalated to an operator
	 * @param retention how long a scheduled reversal is kept after its end
	 * @param threads how many attempts are made at the same time
	 * @param pollingInterval how often the database is asked
	 * @param heartbeatInterval how often a node says that it lives
	 * @param shutdownTimeout how long a stopping node waits
	 * @throws IllegalArgumentException if they do not fit together
	 */
	public DurableReversalSettings {
		Assert.isTrue(firstPause.compareTo(Duration.ofSeconds(1)) >= 0, "'firstPause' must be at least 1 second");
		Assert.isTrue(longestPause.compareTo(firstPause) >= 0, "'longestPause' must not be shorter than 'firstPause'");
		Assert.isTrue(attentionAfter.compareTo(longestPause) > 0,
				"'attentionAfter' must be longer than 'longestPause'");
		Assert.isTrue(attentionAfter.compareTo(WINDOW) < 0,
				"'attentionAfter' must be shorter than the 7 days in which WeChat Pay reverses");
		Assert.isTrue(isPositive(retention), "'retention' must be positive");
		Assert.isTrue(threads > 0, "'threads' must be positive");
		Assert.isTrue(isPositive(pollingInterval), "'pollingInterval' must be positive");
		Assert.isTrue(isPositive(heartbeatInterval), "'heartbeatInterval' must be positive");
		Assert.isTrue(isPositive(shutdownTimeout), "'shutdownTimeout' must be positive");
	}

	private static boolean isPositive(Duration duration) {
		return !duration.isNegative() && !duration.isZero();
	}

	/**
	 * Return how many notifications are processed at the same time. Each holds a
	 * connection while its listeners work, and reversals need some as well.
	 * @return half of the threads, at least 1
	 */
	public int notificationThreads() {
		return Math.max(1, this.threads / 2);
	}

	/**
	 * Return after how much waiting a notification is escalated to an operator. It holds
	 * back later ones of its order, and WeChat Pay itself sends it for a day only.
	 * @return the time, at most a day
	 */
	public Duration notificationAttentionAfter() {
		return (this.attentionAfter.compareTo(LONGEST_NOTIFICATION) < 0) ? this.attentionAfter : LONGEST_NOTIFICATION;
	}

	/**
	 * Return after how long what a dead node had begun is taken over at the latest.
	 * @return six heartbeats
	 */
	public Duration takeOverAfter() {
		return this.heartbeatInterval.multipliedBy(6);
	}

	/**
	 * Return the defaults: pauses of 5 seconds to 2 hours, an operator after 6 days, 90
	 * days of retention, 8 threads; polling every 5 seconds, heartbeats every 8, so that
	 * what a dead node had begun resumes within 60 seconds; 25 seconds for calls under
	 * way at a stop.
	 * @return the settings
	 */
	public static DurableReversalSettings defaults() {
		return DEFAULTS;
	}

}
