package io.github.wechatpayhk.observation;

/**
 * Names observations of attempts and their keys as {@link WechatPayHkCallObservation}
 * says. A convention that only adds a key can hand everything else on to it.
 */
final class DefaultWechatPayHkAttemptObservationConvention extends DocumentedConvention
		implements WechatPayHkAttemptObservationConvention {

	/**
	 * Create the convention.
	 */
	public DefaultWechatPayHkAttemptObservationConvention() {
		super(WechatPayHkCallObservation.ATTEMPT);
	}

}
