package io.github.wechatpayhk.autoconfigure.durable;

import io.github.wechatpayhk.durable.DurableRefunds;
import io.github.wechatpayhk.durable.OnlinePayments;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the Actuator endpoint {@code onlinepayments}, where it is
 * exposed.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = WechatPayHkDurableReversalAutoConfiguration.class)
@ConditionalOnClass({ ConditionalOnAvailableEndpoint.class, OnlinePayments.class })
@ConditionalOnBean({ OnlinePayments.class, DurableRefunds.class })
@ConditionalOnAvailableEndpoint(OnlinePaymentEndpoint.class)
public final class WechatPayHkOnlinePaymentEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	OnlinePaymentEndpoint wechatPayHkOnlinePaymentEndpoint(OnlinePayments payments, DurableRefunds refunds) {
		return new OnlinePaymentEndpoint(payments, refunds);
	}

}
