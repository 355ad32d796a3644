package io.github.wechatpayhk.observation;

import io.micrometer.common.KeyValues;

/**
 * Names observations of calls and their keys as {@link WechatPayHkCallObservation} says.
 * A convention that only adds a key can hand everything else on to it.
 *
 * @since 0.1.0
 */
public final class DefaultWechatPayHkCallObservationConvention implements WechatPayHkCallObservationConvention {

	/**
	 * Create the convention.
	 */
	public DefaultWechatPayHkCallObservationConvention() {
	}

	@Override
	public String getName() {
		return WechatPayHkCallObservation.CALL.getName();
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
