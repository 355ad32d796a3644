package io.github.wechatpayhk.simulator.refund;

import java.time.Duration;

/**
 * What the sources about WeChat Pay leave open, or only advise, about refunds. Immutable.
 *
 * @param spacing how far apart two refunds of one order must be, else 429
 * @since 0.1.0
 */
public record RefundRules(Duration spacing) {

	private static final RefundRules DEFAULTS = new RefundRules(Duration.ofMinutes(1));

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
		return new RefundRules(distance);
	}

}
