package io.github.wechatpayhk.simulator.gateway;

/**
 * What the sources about WeChat Pay leave open about requests and responses. Immutable:
 * every change is a copy.
 *
 * @param isUnionAccepted whether a request may carry the ids of both modes at once
 * @param isProblemSigned whether refusals other than a refused signature are signed
 * @param isSignProblemSigned whether the refusal of a signature is signed
 * @param isCodeCompact whether codes are written without underscores
 * @param rateLimit how many requests are accepted
 * @since 0.1.0
 */
public record GatewayRules(boolean isUnionAccepted, boolean isProblemSigned, boolean isSignProblemSigned,
		boolean isCodeCompact, RateLimits rateLimit) {

	private static final GatewayRules DEFAULTS = new GatewayRules(true, true, false, false, RateLimits.documented());

	/**
	 * Return the defaults.
	 * @return the defaults
	 */
	public static GatewayRules defaults() {
		return DEFAULTS;
	}

	/**
	 * Return a copy that treats the ids of both modes in one request otherwise.
	 * @param isAccepted whether a request may carry the ids of both modes at once
	 * @return the copy
	 */
	public GatewayRules withUnionAccepted(boolean isAccepted) {
		return new GatewayRules(isAccepted, this.isProblemSigned, this.isSignProblemSigned, this.isCodeCompact,
				this.rateLimit);
	}

	/**
	 * Return a copy that signs refusals otherwise.
	 * @param isSigned whether refusals other than a refused signature are signed
	 * @param isSignProblemSigned whether the refusal of a signature is signed
	 * @return the copy
	 */
	public GatewayRules withProblemsSigned(boolean isSigned, boolean isSignProblemSigned) {
		return new GatewayRules(this.isUnionAccepted, isSigned, isSignProblemSigned, this.isCodeCompact,
				this.rateLimit);
	}

	/**
	 * Return a copy that spells codes otherwise.
	 * @param isCompact whether codes are written without underscores
	 * @return the copy
	 */
	public GatewayRules withCodeCompact(boolean isCompact) {
		return new GatewayRules(this.isUnionAccepted, this.isProblemSigned, this.isSignProblemSigned, isCompact,
				this.rateLimit);
	}

	/**
	 * Return a copy with other limits.
	 * @param limits how many requests are accepted
	 * @return the copy
	 */
	public GatewayRules withRateLimit(RateLimits limits) {
		return new GatewayRules(this.isUnionAccepted, this.isProblemSigned, this.isSignProblemSigned,
				this.isCodeCompact, limits);
	}

}
