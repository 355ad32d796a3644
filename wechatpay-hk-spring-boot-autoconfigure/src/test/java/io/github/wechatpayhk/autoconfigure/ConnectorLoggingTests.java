package io.github.wechatpayhk.autoconfigure;

import java.time.Duration;
import java.util.stream.Stream;

import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.fault.Fault;
import io.github.wechatpayhk.simulator.protocol.Operation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.StepVerifier;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A connection that breaks is told by the exception, and not by a stack trace of the
 * connector.
 */
@ExtendWith(OutputCaptureExtension.class)
class ConnectorLoggingTests {

	private static final String LEVEL = "logging.level.reactor.netty.http.client.HttpClientConnect";

	@Test
	void leavesTheFailedConnectionToTheException(CapturedOutput output) throws Exception {
		try (WechatPayHkSimulator simulator = WechatPayHkSimulator.start();
				TestProxy proxy = TestProxy.tunnelling("Basic other");
				ConfigurableApplicationContext context = new SpringApplicationBuilder(TestApplication.Application.class)
					.web(WebApplicationType.NONE)
					.properties(SimulatorProperties.of(simulator))
					.properties("wechatpay.hk.http.proxy.host=127.0.0.1",
							"wechatpay.hk.http.proxy.port=" + proxy.port())
					.run()) {
			StepVerifier.create(context.getBean(ReverseOrderService.class).reverse(WechatPayHkSimulator.PAID_ORDER))
				.expectErrorSatisfies((error) -> assertThat(error)
					.hasMessageContaining("the proxy 127.0.0.1:" + proxy.port() + " refused it with status 407"))
				.verify(Duration.ofSeconds(60));

			assertThat(output).contains("refused it with status 407").doesNotContain("\tat ");
		}
	}

	static Stream<Fault> faults() {
		return Stream.of(Fault.resetBeforeEffect(), Fault.resetAfterEffect(), Fault.truncated(), Fault.noResponse(),
				Fault.tampered());
	}

	@ParameterizedTest
	@MethodSource("faults")
	void saysNothingOfAnAttemptThatARetryMakesGood(Fault fault, CapturedOutput output) {
		try (WechatPayHkSimulator simulator = WechatPayHkSimulator.start();
				ConfigurableApplicationContext context = new SpringApplicationBuilder(TestApplication.Application.class)
					.web(WebApplicationType.NONE)
					.properties(SimulatorProperties.of(simulator))
					.properties("wechatpay.hk.response-timeout=2s", "wechatpay.hk.deadline=60s",
							"wechatpay.hk.retry.backoff=1ms")
					.run()) {
			simulator.faults().inject(fault).on(Operation.REVERSE).once();

			StepVerifier.create(context.getBean(ReverseOrderService.class).reverse(WechatPayHkSimulator.PAID_ORDER))
				.expectComplete()
				.verify(Duration.ofSeconds(120));

			assertThat(simulator.requests().of(Operation.REVERSE)).hasSizeGreaterThan(1);
			assertThat(output.getAll().lines())
				.noneMatch((line) -> line.contains(" WARN ") || line.contains(" ERROR ") || line.startsWith("\tat "));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { LEVEL, "logging.level.reactor.netty.http", "logging.level.reactor" })
	void yieldsToTheApplication(String name) {
		try (ConfigurableApplicationContext context = start("wechatpay.hk.enabled=false", name + "=debug")) {
			assertThat(context.getEnvironment().getProperty(LEVEL, "none")).isNotEqualTo("error");
		}
	}

	@Test
	void changesNothingWithoutWechatPay() {
		try (ConfigurableApplicationContext context = start("spring.application.name=other")) {
			assertThat(context.getEnvironment().containsProperty(LEVEL)).isFalse();
		}
	}

	private static ConfigurableApplicationContext start(String... properties) {
		return new SpringApplicationBuilder(Nothing.class).web(WebApplicationType.NONE).properties(properties).run();
	}

	@Configuration(proxyBeanMethods = false)
	static class Nothing {

	}

}
