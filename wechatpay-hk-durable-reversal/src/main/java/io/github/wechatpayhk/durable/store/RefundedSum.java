package io.github.wechatpayhk.durable.store;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What was refunded of an online payment. It stands in the row of the payment, whose lock
 * keeps two refunds from taking the same money.
 *
 * @param number how many refunds there are, whatever became of them
 * @param amount what they refund, without those that are closed
 * @param sentUntil when the last of them is sent, or {@code null} if there is none
 * @since 0.1.0
 */
public record RefundedSum(int number, long amount, @Nullable Instant sentUntil) {

	public static final int MOST = 50;

	/**
	 * WeChat Pay takes the next refund of an order this much later.
	 */
	private static final Duration SPACING = Duration.ofMinutes(1);

	/**
	 * Return when the next refund is sent. A time that is further away than all refunds
	 * of an order take comes of a clock that was set back since.
	 */
	public Instant next(Instant now) {
		Instant next = (this.sentUntil != null) ? this.sentUntil.plus(SPACING) : now;
		boolean isInTime = next.isAfter(now) && next.isBefore(now.plus(SPACING.multipliedBy(MOST)));
		return isInTime ? next : now;
	}

	public RefundedSum and(long amount, Instant sentAt) {
		return new RefundedSum(this.number + 1, this.amount + amount, sentAt);
	}

}
