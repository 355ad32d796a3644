package io.github.wechatpayhk.observation;

import io.micrometer.common.KeyValues;

/**
 * Names observations of attempts and their keys as {@link WechatPayHkCallObservation}
 * says. A convention that only adds a key can hand everything else on to it.
 *
 * @since 0.1.0
 */
public final class DefaultWechatPayHkAttemptObservationConvention implements WechatPayHkAttemptObservationConvention {

	/**
	 * Create the convention.
	 */
	public DefaultWechatPayHkAttemptObservationConvention() {
	}

	@Override
	public String getName() {
		return WechatPayHkCallObservation.ATTEMPT.getName();
	}

	@Override
	public String getContextualName(WechatPayHkCallContext context) {
		return CallKeys.contextualName(context);
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(WechatPayHkCallContext context) {
		return CallKeys.lowCardinality(context);
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(WechatPayHkCallContext context) {
		return CallKeys.highCardinality(context);
	}

}
