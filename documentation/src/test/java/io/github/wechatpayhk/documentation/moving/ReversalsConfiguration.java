package io.github.wechatpayhk.documentation.moving;

import com.wechat.pay.java.core.http.HttpClient;
import io.github.wechatpayhk.order.ReverseOrderService;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ReversalsConfiguration {

	@Bean
	@ConditionalOnBooleanProperty(name = "shop.reverse-by-starter", havingValue = false, matchIfMissing = true)
	Reversals officialSdkReversals(HttpClient httpClient, @Value("${wechatpay.hk.base-url}") String baseUrl) {
		return new OfficialSdkReversals(httpClient, baseUrl);
	}

	@Bean
	@ConditionalOnBooleanProperty("shop.reverse-by-starter")
	Reversals starterReversals(ReverseOrderService reverseOrderService) {
		return new StarterReversals(reverseOrderService);
	}

}
