package io.github.wechatpayhk.autoconfigure.metrics;

import java.time.InstantSource;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.autoconfigure.HeldMerchants;
import io.github.wechatpayhk.autoconfigure.WechatPayHkAutoConfiguration;
import io.github.wechatpayhk.autoconfigure.WechatPayHkMerchantsAutoConfiguration;
import io.github.wechatpayhk.signature.LastClockSkew;
import io.micrometer.core.instrument.MeterRegistry;
import reactor.core.scheduler.Scheduler;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the meters that are not made of observations: signatures, the
 * line before them, the rate limits, retries, keys, clocks.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = WechatPayHkMerchantsAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({ WechatPayHkClient.class, HeldMerchants.class, MeterRegistry.class })
public final class WechatPayHkMetricsAutoConfiguration {

	@Bean
	SignatureMeters wechatPayHkSignatureMeters(MeterRegistry registry) {
		return new SignatureMeters(registry);
	}

	@Bean
	ResilienceMeters wechatPayHkCallMeters(MeterRegistry registry, ObjectProvider<HeldMerchants> merchants) {
		return new ResilienceMeters(registry, merchants);
	}

	@Bean
	KeyMeters wechatPayHkKeyMeters(ObjectProvider<HeldMerchants> merchants,
			@Qualifier(WechatPayHkAutoConfiguration.CLOCK) InstantSource clock) {
		return new KeyMeters(merchants, clock);
	}

	@Bean
	NotificationMeters wechatPayHkNotificationMeters(MeterRegistry registry,
			@Qualifier(WechatPayHkAutoConfiguration.CLOCK) InstantSource clock) {
		return new NotificationMeters(registry, clock);
	}

	@Bean
	ClientMeters wechatPayHkClientMeters(
			@Qualifier(WechatPayHkAutoConfiguration.SIGNING_SCHEDULER) Scheduler signingScheduler,
			LastClockSkew clockSkew) {
		return new ClientMeters(signingScheduler, clockSkew);
	}

}
