package io.github.wechatpayhk.autoconfigure.observation;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.autoconfigure.WechatPayHkAutoConfiguration;
import io.github.wechatpayhk.autoconfigure.WechatPayHkWebClientCustomizer;
import io.github.wechatpayhk.observation.CallObservations;
import io.github.wechatpayhk.observation.NotificationObservations;
import io.github.wechatpayhk.observation.WechatPayHkAttemptObservationConvention;
import io.github.wechatpayhk.observation.WechatPayHkCallObservationConvention;
import io.github.wechatpayhk.resilience.WechatPayHkCallObserver;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Auto-configuration of observations of calls and attempts. Beans of type
 * {@link WechatPayHkCallObservationConvention} and
 * {@link WechatPayHkAttemptObservationConvention} replace the names and keys.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = WechatPayHkAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBean({ WechatPayHkClient.class, ObservationRegistry.class })
public final class WechatPayHkObservationAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(WechatPayHkCallObserver.class)
	CallObservations wechatPayHkCallObservations(ObservationRegistry registry,
			ObjectProvider<WechatPayHkCallObservationConvention> callConvention,
			ObjectProvider<WechatPayHkAttemptObservationConvention> attemptConvention) {
		return CallObservations.create(registry, callConvention.getIfUnique(), attemptConvention.getIfUnique());
	}

	@Bean
	@ConditionalOnMissingBean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	NotificationObservations wechatPayHkNotificationObservations(ObservationRegistry registry) {
		return NotificationObservations.create(registry);
	}

	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	WechatPayHkWebClientCustomizer wechatPayHkObservationWebClientCustomizer() {
		return (builder) -> builder.filter(CallObservations.contextFilter());
	}

}
