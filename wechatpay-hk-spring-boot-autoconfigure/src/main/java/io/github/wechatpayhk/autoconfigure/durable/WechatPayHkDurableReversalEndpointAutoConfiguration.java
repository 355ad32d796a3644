package io.github.wechatpayhk.autoconfigure.durable;

import io.github.wechatpayhk.durable.DurableReversals;
import io.github.wechatpayhk.durable.NotificationInbox;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the Actuator endpoint {@code durablereversals}, where it is
 * exposed.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = WechatPayHkDurableReversalAutoConfiguration.class)
@ConditionalOnClass({ ConditionalOnAvailableEndpoint.class, DurableReversals.class })
@ConditionalOnBean(DurableReversals.class)
@ConditionalOnAvailableEndpoint(DurableReversalEndpoint.class)
public final class WechatPayHkDurableReversalEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	DurableReversalEndpoint wechatPayHkDurableReversalEndpoint(DurableReversals reversals,
			ObjectProvider<NotificationInbox> inbox) {
		return new DurableReversalEndpoint(reversals, inbox.getIfAvailable());
	}

}
