package io.github.wechatpayhk.autoconfigure.health;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.autoconfigure.HeldMerchants;
import io.github.wechatpayhk.autoconfigure.WechatPayHkMerchantsAutoConfiguration;
import io.github.wechatpayhk.signature.SignatureProvider;

import org.springframework.boot.actuate.autoconfigure.info.ConditionalOnEnabledInfoContributor;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of what the info endpoint tells of the client.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = WechatPayHkMerchantsAutoConfiguration.class)
@ConditionalOnClass({ InfoContributor.class, ConditionalOnEnabledInfoContributor.class })
@ConditionalOnBean({ WechatPayHkClient.class, HeldMerchants.class })
@ConditionalOnEnabledInfoContributor("wechatpay-hk")
public final class WechatPayHkInfoAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "wechatPayHkInfoContributor")
	InfoContributor wechatPayHkInfoContributor(WechatPayHkClient client, HeldMerchants merchants,
			SignatureProvider signatureProvider) {
		return new WechatPayHkInfoContributor(client, merchants, signatureProvider);
	}

}
