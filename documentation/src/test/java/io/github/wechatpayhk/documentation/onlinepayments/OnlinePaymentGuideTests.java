package io.github.wechatpayhk.documentation.onlinepayments;

import java.time.Duration;

import io.github.wechatpayhk.autoconfigure.durable.WechatPayHkDurableReversalAutoConfiguration;
import io.github.wechatpayhk.order.StartPaymentService;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.test.AutoConfigureWechatPayHkSimulator;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(properties = { "wechatpay.hk.notifications.path=/wechatpay/notifications",
		"wechatpay.hk.notifications.url=https://shop.example.com" })
@AutoConfigureWechatPayHkSimulator
class OnlinePaymentGuideTests {

	@Autowired
	private StartPaymentService startPaymentService;

	@Autowired
	private WechatPayHkSimulator simulator;

	@Test
	void pageGetsWhatItHandsToWechat() {
		assertThat(new Checkout(this.startPaymentService).pay("C1", "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o")
			.block(Duration.ofSeconds(60))).satisfies((parameters) -> {
				assertThat(parameters.prepayPackage().value()).startsWith("prepay_id=wx");
				assertThat(parameters.paySign()).hasSize(344);
			});
		assertThat(this.simulator.orders().find("C1")).isNotNull();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = WechatPayHkDurableReversalAutoConfiguration.class)
	static class Application {

	}

}
