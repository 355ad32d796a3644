package io.github.wechatpayhk.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Names the observations of calls and their keys. An implementation of the application's
 * own replaces {@link DefaultWechatPayHkCallObservationConvention}.
 *
 * @since 0.1.0
 */
public interface WechatPayHkCallObservationConvention extends ObservationConvention<WechatPayHkCallContext> {

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof WechatPayHkCallContext call && call.getAttempt() == null;
	}

}
