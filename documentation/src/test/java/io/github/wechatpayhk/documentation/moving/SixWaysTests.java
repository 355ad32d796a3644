package io.github.wechatpayhk.documentation.moving;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

import io.github.wechatpayhk.autoconfigure.WechatPayHkAutoConfiguration;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.order.SimulatedOrder;
import io.github.wechatpayhk.simulator.order.TradeState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

class SixWaysTests {

	private static final String ORDER = WechatPayHkSimulator.PAID_ORDER;

	private final WechatPayHkSimulator simulator = WechatPayHkSimulator.start();

	private final ApplicationContextRunner application = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WechatPayHkAutoConfiguration.class))
		.withPropertyValues("wechatpay.hk.base-url=" + this.simulator.baseUrl(),
				"wechatpay.hk.mchid=" + this.simulator.merchant().mchid(),
				"wechatpay.hk.merchant-serial-number=" + this.simulator.merchant().serialNumber(),
				"wechatpay.hk.private-key=" + this.simulator.merchant().privateKeyPem(),
				"wechatpay.hk.public-key-id=" + this.simulator.platform().publicKeyId(),
				"wechatpay.hk.public-key=" + this.simulator.platform().publicKeyPem());

	@AfterEach
	void stop() {
		this.simulator.close();
	}

	@ParameterizedTest
	@MethodSource
	void reverses(Function<SixWays, Mono<Void>> way) {
		run((ways) -> {
			way.apply(ways).block();
			assertThat(this.simulator.orders().state(ORDER)).isEqualTo(TradeState.REVOKED);
			assertThat(this.simulator.requests().last().bodyText()).isEqualTo("{\"mchid\":\"1900000109\"}");
		});
	}

	static Stream<Function<SixWays, Mono<Void>>> reverses() {
		return Stream.of(SixWays::template, SixWays::declared);
	}

	@Test
	void chainedNamesItsOwnBaseUrl() {
		ReverseOrderService asked = (request) -> {
			assertThat(request.outTradeNo()).isEqualTo(ORDER);
			assertThat(request.options().baseUrl()).hasToString("https://api.mch.weixin.qq.com/hk/");
			assertThat(request.merchantIds().mchid()).isEqualTo("1900000109");
			return Mono.empty();
		};

		assertThat(new SixWays(asked, WebClient.create()).chained().blockOptional()).isEmpty();
	}

	@Test
	void severalAtOnceEndEachForItself() {
		this.simulator.orders().put(SimulatedOrder.quickPay("T1"));

		run((ways) -> assertThat(ways.allOf(List.of(ORDER, "NOSUCHORDER", "T1")).collectList().block())
			.containsExactlyInAnyOrder(ORDER + " is reversed", "NOSUCHORDER: REJECTED", "T1 is reversed"));
	}

	private void run(Consumer<SixWays> assertions) {
		this.application.run((context) -> assertions.accept(new SixWays(context.getBean(ReverseOrderService.class),
				context.getBean("wechatPayHkWebClient", WebClient.class))));
	}

}
