package io.github.wechatpayhk.autoconfigure.metrics;

import java.time.InstantSource;

import io.github.wechatpayhk.autoconfigure.WechatPayHkAutoConfiguration;
import io.github.wechatpayhk.autoconfigure.durable.WechatPayHkDurableReversalAutoConfiguration;
import io.github.wechatpayhk.autoconfigure.properties.WechatPayHkProperties;
import io.github.wechatpayhk.durable.DurableReversals;
import io.github.wechatpayhk.durable.Reconciliations;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the meters of durable reversals.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = WechatPayHkDurableReversalAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass({ DurableReversals.class, MeterRegistry.class })
@ConditionalOnBean({ DurableReversals.class, MeterRegistry.class })
@EnableConfigurationProperties(WechatPayHkProperties.class)
public final class WechatPayHkDurableReversalMetricsAutoConfiguration {

	@Bean
	DurableBacklogMeters wechatPayHkDurableBacklogMeters(DurableReversals reversals,
			@Qualifier(WechatPayHkAutoConfiguration.CLOCK) InstantSource clock) {
		return new DurableBacklogMeters(reversals, clock);
	}

	@Bean
	@ConditionalOnBean(Reconciliations.class)
	ReconciliationMeters wechatPayHkReconciliationMeters(Reconciliations reconciliations,
			WechatPayHkProperties properties, @Qualifier(WechatPayHkAutoConfiguration.CLOCK) InstantSource clock) {
		return new ReconciliationMeters(reconciliations, properties.reconciliation().settings().daily(), clock);
	}

	@Bean
	DurableEndMeters wechatPayHkDurableEndMeters(MeterRegistry registry) {
		return new DurableEndMeters(registry);
	}

}
