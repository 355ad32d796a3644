package io.github.wechatpayhk.autoconfigure.durable;

import io.github.wechatpayhk.durable.Reconciliations;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the Actuator endpoint {@code reconciliations}, where it is
 * exposed.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = WechatPayHkDurableReversalAutoConfiguration.class)
@ConditionalOnClass({ ConditionalOnAvailableEndpoint.class, Reconciliations.class })
@ConditionalOnBean(Reconciliations.class)
@ConditionalOnAvailableEndpoint(ReconciliationEndpoint.class)
public final class WechatPayHkReconciliationEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ReconciliationEndpoint wechatPayHkReconciliationEndpoint(Reconciliations reconciliations) {
		return new ReconciliationEndpoint(reconciliations);
	}

}
