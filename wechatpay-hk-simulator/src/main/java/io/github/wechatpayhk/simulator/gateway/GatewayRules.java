package io.github.wechatpayhk.simulator.gateway;

/**
 * What the sources about WeChat Pay leave open about requests and responses. Immutable:
 * every change is a copy.
 *
 * @param isProblemSigned whether refusals other than a refused signature are signed
 * @param isSignProblemSigned whether the refusal of a signature is signed
 * @param rateLimit how many requests are accepted
 * @since 0.1.0
 */
public record GatewayRules(boolean isProblemSigned, boolean isSignProblemSigned, RateLimits rateLimit) {

	private static final GatewayRules DEFAULTS = new GatewayRules(true, false, RateLimits.documented());

	/**
	 * Return the defaults.
	 * @return the defaults
	 */
	public static GatewayRules defaults() {
		return DEFAULTS;
	}

	/**
	 * Return a copy that signs refusals otherwise.
	 * @param isSigned whether refusals other than a refused signature are signed
	 * @param isSignProblemSigned whether the refusal of a signature is signed
	 * @return the copy
	 */
	public GatewayRules withProblemsSigned(boolean isSigned, boolean isSignProblemSigned) {
		return new GatewayRules(isSigned, isSignProblemSigned, this.rateLimit);
	}

	/**
	 * Return a copy with other limits.
	 * @param limits how many requests are accepted
	 * @return the copy
	 */
	public GatewayRules withRateLimit(RateLimits limits) {
		return new GatewayRules(this.isProblemSigned, this.isSignProblemSigned, limits);
	}

}
