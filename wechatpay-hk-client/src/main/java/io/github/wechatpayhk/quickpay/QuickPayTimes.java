package io.github.wechatpayhk.quickpay;

import java.time.Duration;

import io.github.wechatpayhk.error.DoublingPause;

import org.springframework.util.Assert;

/**
 * The times of the payment flow. All count from the moment before the payment is posted,
 * except {@code finalNotFound}.
 *
 * @param firstQuery when the order is queried first
 * @param queryInterval how long to wait between queries while the payer acts; WeChat Pay
 * asks for 3 to 5 seconds
 * @param polling how long the payer may take; WeChat Pay itself reverses an unpaid order
 * after 45 seconds
 * @param earliestReverse before when nothing is reversed, unless a verified response has
 * refused the payment
 * @param finalNotFound how long after the last moment at which the payment can have been
 * sent "no such order" is final: the payer's code is too old then for a late copy of the
 * payment to succeed
 * @param firstPause the pause after the first failure, doubled with each one
 * @param longestPause the longest such pause
 * @param deadline when the loop ends, whatever is known
 * @since 0.1.0
 */
public record QuickPayTimes(Duration firstQuery, Duration queryInterval, Duration polling, Duration earliestReverse,
		Duration finalNotFound, Duration firstPause, Duration longestPause, Duration deadline) {

	private static final QuickPayTimes DEFAULTS = new QuickPayTimes(Duration.ofSeconds(5), Duration.ofSeconds(5),
			Duration.ofSeconds(45), Duration.ofSeconds(15), Duration.ofSeconds(60), Duration.ofSeconds(1),
			Duration.ofSeconds(30), Duration.ofMinutes(5));

	/**
	 * Create the times.
	 * @param firstQuery when the order is queried first
	 * @param queryInterval how long to wait between queries
	 * @param polling how long the payer may take
	 * @param earliestReverse before when nothing is reversed
	 * @param finalNotFound how long after the payment "no such order" is final
	 * @param firstPause the pause after the first failure
	 * @param longestPause the longest such pause
	 * @param deadline when the loop ends
	 */
	public QuickPayTimes {
		Assert.isTrue(isPositive(queryInterval), "'queryInterval' must be positive");
		Assert.isTrue(isPositive(firstPause), "'firstPause' must be positive");
		Assert.isTrue(longestPause.compareTo(firstPause) >= 0, "'longestPause' must not be shorter than 'firstPause'");
		Assert.isTrue(deadline.compareTo(finalNotFound) > 0, "'deadline' must be later than 'finalNotFound'");
		Assert.isTrue(deadline.compareTo(polling) > 0, "'deadline' must be later than 'polling'");
		Assert.isTrue(deadline.compareTo(earliestReverse) > 0, "'deadline' must be later than 'earliestReverse'");
	}

	private static boolean isPositive(Duration duration) {
		return !duration.isNegative() && !duration.isZero();
	}

	/**
	 * Return what WeChat Pay documents: first query after 5 seconds, then every 5, 45
	 * seconds in all, nothing reversed before 15; "no such order" is final after 60
	 * seconds; pauses of 1 to 30 seconds after failures, 5 minutes for all.
	 * @return the times
	 */
	public static QuickPayTimes defaults() {
		return DEFAULTS;
	}

	/**
	 * Return a copy with another deadline.
	 * @param deadline when the loop ends, whatever is known
	 * @return the copy
	 */
	public QuickPayTimes withDeadline(Duration deadline) {
		return new QuickPayTimes(this.firstQuery, this.queryInterval, this.polling, this.earliestReverse,
				this.finalNotFound, this.firstPause, this.longestPause, deadline);
	}

	/**
	 * Return a copy with other times for reversing.
	 * @param earliestReverse before when nothing is reversed
	 * @param finalNotFound from when "no such order" is final
	 * @return the copy
	 */
	public QuickPayTimes withReversing(Duration earliestReverse, Duration finalNotFound) {
		return new QuickPayTimes(this.firstQuery, this.queryInterval, this.polling, earliestReverse, finalNotFound,
				this.firstPause, this.longestPause, this.deadline);
	}

	Duration pauseAfter(int failures) {
		return new DoublingPause(this.firstPause, this.longestPause).afterFailures(failures);
	}

}
