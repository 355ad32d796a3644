package io.github.wechatpayhk.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Names the observations of attempts and their keys. An implementation of the
 * application's own replaces the default one.
 *
 * @since 0.1.0
 */
public interface WechatPayHkAttemptObservationConvention extends ObservationConvention<WechatPayHkCallContext> {

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof WechatPayHkCallContext call && call.getAttempt() != null;
	}

}
