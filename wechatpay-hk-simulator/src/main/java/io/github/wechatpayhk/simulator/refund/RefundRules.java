package io.github.wechatpayhk.simulator.refund;

import java.time.Duration;

/**
 * What the sources about WeChat Pay leave open, or only advise, about refunds. Immutable.
 *
 * @param window how long after its payment an order can be refunded
 * @param maximum how many refunds one order can have
 * @param spacing how far apart two refunds of one order must be, else 429
 * @param settlesAfter when an accepted refund is finished
 * @param settlesAs how an accepted refund ends
 * @param balance what the merchant has for refunds, in the smallest unit; beyond it 403
 * {@code NOT_ENOUGH}
 * @since 0.1.0
 */
public record RefundRules(Duration window, int maximum, Duration spacing, Duration settlesAfter,
		SimulatedRefundStatus settlesAs, long balance) {

	private static final RefundRules DEFAULTS = new RefundRules(Duration.ofDays(365), 50, Duration.ofMinutes(1),
			Duration.ofSeconds(10), SimulatedRefundStatus.SUCCESS, Long.MAX_VALUE);

	/**
	 * Return the defaults.
	 * @return the defaults
	 */
	public static RefundRules defaults() {
		return DEFAULTS;
	}

	/**
	 * Return a copy with another distance between refunds.
	 * @param distance how far apart two refunds of one order must be, zero for no rule
	 * @return the copy
	 */
	public RefundRules withSpacing(Duration distance) {
		return new RefundRules(this.window, this.maximum, distance, this.settlesAfter, this.settlesAs, this.balance);
	}

	/**
	 * Return a copy in which refunds end otherwise.
	 * @param time when an accepted refund is finished
	 * @param status how it ends
	 * @return the copy
	 */
	public RefundRules withSettlement(Duration time, SimulatedRefundStatus status) {
		return new RefundRules(this.window, this.maximum, this.spacing, time, status, this.balance);
	}

	/**
	 * Return a copy with another window.
	 * @param time how long after its payment an order can be refunded
	 * @return the copy
	 */
	public RefundRules withWindow(Duration time) {
		return new RefundRules(time, this.maximum, this.spacing, this.settlesAfter, this.settlesAs, this.balance);
	}

	/**
	 * Return a copy with another balance.
	 * @param amount what the merchant has for refunds, in the smallest unit
	 * @return the copy
	 */
	public RefundRules withBalance(long amount) {
		return new RefundRules(this.window, this.maximum, this.spacing, this.settlesAfter, this.settlesAs, amount);
	}

}
