package io.github.wechatpayhk.observation;

import io.micrometer.common.KeyValues;
import io.micrometer.observation.ObservationConvention;

/**
 * Names what is observed as {@link WechatPayHkCallObservation} documents it. Calls and
 * their attempts differ in the name alone: what else an attempt has is in its context.
 */
abstract sealed class DocumentedConvention implements ObservationConvention<WechatPayHkCallContext>
		permits DefaultWechatPayHkCallObservationConvention, DefaultWechatPayHkAttemptObservationConvention {

	private final WechatPayHkCallObservation observation;

	DocumentedConvention(WechatPayHkCallObservation observation) {
		this.observation = observation;
	}

	@Override
	public String getName() {
		return this.observation.getName();
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
