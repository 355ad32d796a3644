package io.github.wechatpayhk.documentation.testing;

import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.order.SimulatedOrder;
import io.github.wechatpayhk.simulator.platform.PlatformMode;
import io.github.wechatpayhk.simulator.protocol.Operation;
import io.github.wechatpayhk.test.AutoConfigureWechatPayHkSimulator;
import io.github.wechatpayhk.test.WechatPayHkSimulatorCustomizer;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * WeChat Pay changes its certificate between two calls.
 */
@SpringBootTest(properties = "wechatpay.hk.trust.min-refresh-interval=1ms")
@AutoConfigureWechatPayHkSimulator
class RotationTests {

	@Autowired
	private Till till;

	@Autowired
	private WechatPayHkSimulator simulator;

	@Test
	void goesOnWhenWechatPayChangesItsCertificate() {
		this.simulator.orders().put(SimulatedOrder.quickPay("BEFORE"));
		this.simulator.orders().put(SimulatedOrder.quickPay("AFTER"));

		assertThat(this.till.reverse("BEFORE")).isEqualTo("reversed");
		this.simulator.platform().rotate();

		assertThat(this.till.reverse("AFTER")).isEqualTo("reversed");
		assertThat(this.simulator.requests().of(Operation.CERTIFICATES)).hasSize(2);
	}

	@TestConfiguration
	static class Certificates {

		@Bean
		WechatPayHkSimulatorCustomizer certificates() {
			return (simulator) -> simulator.mode(PlatformMode.CERTIFICATES);
		}

	}

}
