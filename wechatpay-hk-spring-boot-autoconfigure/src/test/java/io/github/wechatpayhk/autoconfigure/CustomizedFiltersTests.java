package io.github.wechatpayhk.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.wechatpayhk.error.WechatPayHkSignatureException;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeStrategies;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the filters of an application see, and what they cannot change.
 */
class CustomizedFiltersTests {

	private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

	@TempDir
	private Path directory;

	@Test
	void seeVerifiedResponsesInTheOrderOfTheirBeans() throws Exception {
		try (WechatPayHkSimulator simulator = WechatPayHkSimulator.start();
				ConfigurableApplicationContext context = start(simulator)) {
			StepVerifier.create(context.getBean(ReverseOrderService.class).reverse(WechatPayHkSimulator.PAID_ORDER))
				.expectComplete()
				.verify(LONG_ENOUGH);

			assertThat(context.getBean(Filters.class).seen).containsExactly("first asks unsigned",
					"second asks unsigned", "second sees 204", "first sees 204");
		}
	}

	@Test
	void seeNothingOfForgedResponses() throws Exception {
		try (WechatPayHkSimulator simulator = WechatPayHkSimulator.start();
				ConfigurableApplicationContext context = start(simulator,
						"wechatpay.hk.public-key=" + Keys.untrusted().publicKeyPem(),
						"wechatpay.hk.retry.max-attempts=1")) {
			StepVerifier.create(context.getBean(ReverseOrderService.class).reverse(WechatPayHkSimulator.PAID_ORDER))
				.expectError(WechatPayHkSignatureException.class)
				.verify(LONG_ENOUGH);

			assertThat(context.getBean(Filters.class).seen).containsExactly("first asks unsigned",
					"second asks unsigned", "second fails with WechatPayHkSignatureException",
					"first fails with WechatPayHkSignatureException");
		}
	}

	private ConfigurableApplicationContext start(WechatPayHkSimulator simulator, String... properties)
			throws Exception {
		return TestApplication.start(WebApplicationType.NONE, simulator, this.directory, Filters.class, properties);
	}

	@Configuration(proxyBeanMethods = false)
	static class Filters {

		private final List<String> seen = new CopyOnWriteArrayList<>();

		@Bean
		@Order(2)
		WechatPayHkWebClientCustomizer second() {
			return (builder) -> builder.filter(filter("second"));
		}

		@Bean
		@Order(1)
		WechatPayHkWebClientCustomizer first() {
			return (builder) -> builder.filter(filter("first"));
		}

		@Bean
		@Order(3)
		WechatPayHkWebClientCustomizer inVain() {
			return (builder) -> builder.clientConnector((method, uri, callback) -> Mono.error(new AssertionError()))
				.exchangeStrategies(ExchangeStrategies.empty().build());
		}

		private ExchangeFilterFunction filter(String name) {
			return (request, next) -> {
				boolean isSigned = request.headers().containsHeader(HttpHeaders.AUTHORIZATION);
				this.seen.add(name + " asks " + (isSigned ? "signed" : "unsigned"));
				return next.exchange(request)
					.doOnNext((response) -> this.seen.add(name + " sees " + status(response)))
					.doOnError((ex) -> this.seen.add(name + " fails with " + ex.getClass().getSimpleName()));
			};
		}

		private static int status(ClientResponse response) {
			return response.statusCode().value();
		}

	}

}
