package io.github.wechatpayhk.autoconfigure;

import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.github.wechatpayhk.durable.DurableReversals;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.quickpay.QuickPay;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Starts an application that injects a bean of ours which is not there, and reads what it
 * prints.
 */
@ExtendWith(OutputCaptureExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MissingBeanTests {

	private static final String[] ALL = { "wechatpay.hk.mchid", "wechatpay.hk.merchant-serial-number",
			"wechatpay.hk.private-key", "wechatpay.hk.public-key-id", "wechatpay.hk.public-key",
			"wechatpay.hk.api-v3-key", "sp-mchid" };

	private WechatPayHkSimulator simulator;

	@BeforeAll
	void startSimulator() {
		this.simulator = WechatPayHkSimulator.start();
	}

	@AfterAll
	void stopSimulator() {
		this.simulator.close();
	}

	static Stream<Arguments> beans() {
		return Stream.of(Arguments.of(NeedsReversals.class, "a bean of type '" + ReverseOrderService.class.getName()),
				Arguments.of(NeedsPayments.class, "a bean of type '" + QuickPay.class.getName()),
				Arguments.of(NeedsWebClient.class, "the WebClient 'wechatPayHkWebClient'"),
				Arguments.of(NeedsDurableReversals.class, "a bean of type '" + DurableReversals.class.getName()));
	}

	@ParameterizedTest
	@MethodSource("beans")
	void listsThePropertiesWhereNothingIsConfigured(Class<?> application, String bean, CapturedOutput output) {
		assertFails(application);

		assertThat(output.getAll()).contains("APPLICATION FAILED TO START", "needy", "requires " + bean,
				"no 'wechatpay.hk' property is set");
		assertThat(output.getAll().substring(output.getAll().indexOf("Action:"))).contains(ALL);
	}

	@Test
	void saysThatTheClientIsSwitchedOff(CapturedOutput output) {
		assertFails(NeedsReversals.class, "wechatpay.hk.enabled=false", "wechatpay.hk.mchid=1900000109");

		assertThat(output.getAll()).contains("'wechatpay.hk.enabled' is false", "Set 'wechatpay.hk.enabled' to true");
	}

	@Test
	void saysThatDurableReversalsAreSwitchedOff(CapturedOutput output) {
		assertFails(NeedsDurableReversals.class,
				Stream
					.concat(Stream.of(SimulatorProperties.of(this.simulator)),
							Stream.of("wechatpay.hk.durable-reversal.enabled=false"))
					.toArray(String[]::new));

		assertThat(output.getAll()).contains("requires a bean of type '" + DurableReversals.class.getName(),
				"'wechatpay.hk.durable-reversal.enabled' is false",
				"Set 'wechatpay.hk.durable-reversal.enabled' to true");
	}

	@Test
	void leavesOtherBeansToSpringBoot(CapturedOutput output) {
		assertFails(NeedsText.class);

		assertThat(output.getAll()).contains("APPLICATION FAILED TO START", "java.lang.String")
			.doesNotContain("wechatpay.hk");
	}

	private static void assertFails(Class<?> application, String... properties) {
		SpringApplication starting = new SpringApplicationBuilder(application).web(WebApplicationType.NONE)
			.properties(Map.of("spring.main.banner-mode", "off"))
			.properties(properties)
			.build();

		assertThat(catchThrowable(starting::run)).isNotNull();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class NeedsReversals {

		@Bean
		Supplier<String> needy(ReverseOrderService service) {
			return service::toString;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class NeedsPayments {

		@Bean
		Supplier<String> needy(QuickPay quickPay) {
			return quickPay::toString;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class NeedsWebClient {

		@Bean
		Supplier<String> needy(@Qualifier("wechatPayHkWebClient") WebClient webClient) {
			return webClient::toString;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class NeedsDurableReversals {

		@Bean
		Supplier<String> needy(DurableReversals reversals) {
			return reversals::toString;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class NeedsText {

		@Bean
		Supplier<String> needy(String text) {
			return text::toString;
		}

	}

}
