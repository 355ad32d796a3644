package io.github.wechatpayhk.documentation.moving;

import java.util.Set;

import cn.felord.payment.wechat.WechatPayProperties;
import cn.felord.payment.wechat.WechatTenantService;
import cn.felord.payment.wechat.v3.KeyPairFactory;
import cn.felord.payment.wechat.v3.WechatMetaBean;

import org.springframework.core.io.FileSystemResource;

/**
 * Tenants of {@code payment-spring-boot} from a source of the application's own. Compiled
 * only.
 */
class FormerTenants implements WechatTenantService {

	@Override
	public Set<WechatMetaBean> loadTenants() {
		WechatPayProperties.V3 settings = new WechatPayProperties.V3();
		settings.setMchId("1900000109");
		settings.setAppV3Secret(System.getenv("APIV3_KEY"));
		WechatMetaBean tenant = new KeyPairFactory()
			.initWechatMetaBean(new FileSystemResource("/run/secrets/kowloon.p12"), "1900000109");
		tenant.setV3(settings);
		tenant.setTenantId("kowloon");
		return Set.of(tenant);
	}

}
