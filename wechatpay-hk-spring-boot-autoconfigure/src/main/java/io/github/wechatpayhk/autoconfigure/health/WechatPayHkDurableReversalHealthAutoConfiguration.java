package io.github.wechatpayhk.autoconfigure.health;

import java.time.InstantSource;

import io.github.wechatpayhk.autoconfigure.WechatPayHkAutoConfiguration;
import io.github.wechatpayhk.autoconfigure.durable.WechatPayHkDurableReversalAutoConfiguration;
import io.github.wechatpayhk.autoconfigure.properties.WechatPayHkProperties;
import io.github.wechatpayhk.durable.DurableReversals;
import io.github.wechatpayhk.durable.Reconciliations;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the health of durable reversals.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = WechatPayHkDurableReversalAutoConfiguration.class)
@ConditionalOnClass({ DurableReversals.class, HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean(DurableReversals.class)
@ConditionalOnEnabledHealthIndicator("wechatpay-hk-reversals")
@EnableConfigurationProperties(WechatPayHkProperties.class)
public final class WechatPayHkDurableReversalHealthAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "wechatPayHkReversalsHealthIndicator")
	HealthIndicator wechatPayHkReversalsHealthIndicator(DurableReversals reversals,
			ObjectProvider<Reconciliations> reconciliations, WechatPayHkProperties properties,
			@Qualifier(WechatPayHkAutoConfiguration.CLOCK) InstantSource clock) {
		return new DurableReversalHealthIndicator(reversals, reconciliations.getIfAvailable(),
				properties.health().maxReversalAge(), clock);
	}

}
