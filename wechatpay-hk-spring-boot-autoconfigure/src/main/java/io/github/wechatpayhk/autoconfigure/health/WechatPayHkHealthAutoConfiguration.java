package io.github.wechatpayhk.autoconfigure.health;

import java.time.InstantSource;

import io.github.wechatpayhk.autoconfigure.HeldMerchants;
import io.github.wechatpayhk.autoconfigure.WechatPayHkAutoConfiguration;
import io.github.wechatpayhk.autoconfigure.WechatPayHkMerchantsAutoConfiguration;
import io.github.wechatpayhk.autoconfigure.notification.LastNotification;
import io.github.wechatpayhk.autoconfigure.properties.WechatPayHkProperties;
import io.github.wechatpayhk.signature.LastClockSkew;

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
 * Auto-configuration of the health of the client. It belongs to no probe unless the
 * application puts it into one.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = WechatPayHkMerchantsAutoConfiguration.class)
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean({ HeldMerchants.class, LastClockSkew.class })
@ConditionalOnEnabledHealthIndicator("wechatpay-hk")
@EnableConfigurationProperties(WechatPayHkProperties.class)
public final class WechatPayHkHealthAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "wechatPayHkHealthIndicator")
	HealthIndicator wechatPayHkHealthIndicator(ObjectProvider<HeldMerchants> merchants, LastClockSkew clockSkew,
			ObjectProvider<LastNotification> lastNotification, WechatPayHkProperties properties,
			@Qualifier(WechatPayHkAutoConfiguration.CLOCK) InstantSource clock) {
		return new WechatPayHkHealthIndicator(merchants, clockSkew, lastNotification, properties.health(), clock);
	}

}
