package io.github.wechatpayhk.documentation.publickey;

import io.github.wechatpayhk.autoconfigure.WechatPayHkAutoConfiguration;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.order.TradeState;
import io.github.wechatpayhk.simulator.platform.PlatformMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class MoveTests {

	// @formatter:off
	@ParameterizedTest
	@EnumSource
	void reversesWhicheverKeySigns(PlatformMode mode) {
		try (WechatPayHkSimulator simulator = WechatPayHkSimulator.builder().mode(mode).start()) {
			new ApplicationContextRunner()
				.withConfiguration(AutoConfigurations.of(WechatPayHkAutoConfiguration.class))
				.withPropertyValues("wechatpay.hk.base-url=" + simulator.baseUrl(),
						"wechatpay.hk.mchid=" + simulator.merchant().mchid(),
						"wechatpay.hk.merchant-serial-number=" + simulator.merchant().serialNumber(),
						"wechatpay.hk.private-key=" + simulator.merchant().privateKeyPem(),
						"wechatpay.hk.public-key-id=" + simulator.platform().publicKeyId(),
						"wechatpay.hk.public-key=" + simulator.platform().publicKeyPem(),
						"wechatpay.hk.api-v3-key=" + simulator.merchant().apiV3Key())
				.run((context) -> {
					context.getBean(ReverseOrderService.class).reverse(WechatPayHkSimulator.PAID_ORDER).block();
					assertThat(simulator.orders().state(WechatPayHkSimulator.PAID_ORDER))
						.isEqualTo(TradeState.REVOKED);
				});
		}
	}
	// @formatter:on

}
