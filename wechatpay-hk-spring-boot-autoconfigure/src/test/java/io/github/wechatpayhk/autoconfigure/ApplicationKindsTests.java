package io.github.wechatpayhk.autoconfigure;

import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;

import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.order.TradeState;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.devtools.restart.classloader.RestartClassLoader;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The same reversal in each kind of application.
 */
class ApplicationKindsTests {

	private static WechatPayHkSimulator simulator;

	@TempDir
	private Path directory;

	@BeforeAll
	static void startSimulator() {
		simulator = WechatPayHkSimulator.start();
	}

	@AfterAll
	static void stopSimulator() {
		simulator.close();
	}

	@BeforeEach
	void reset() {
		simulator.reset();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aWebFluxApplicationReversesWithAndWithoutVirtualThreads(boolean virtual) throws Exception {
		try (ConfigurableApplicationContext context = TestApplication.start(WebApplicationType.REACTIVE, simulator,
				this.directory, Till.class, "spring.threads.virtual.enabled=" + virtual)) {
			assertThat(post(context).statusCode()).isEqualTo(200);
			assertReversed();
		}
	}

	@Test
	void anMvcApplicationReturnsTheMono() throws Exception {
		try (ConfigurableApplicationContext context = TestApplication.start(WebApplicationType.SERVLET, simulator,
				this.directory, Till.class)) {
			assertThat(post(context).statusCode()).isEqualTo(200);
			assertReversed();
		}
	}

	@Test
	void lazyInitializationMakesNothingBeforeItIsNeeded() throws Exception {
		try (ConfigurableApplicationContext context = TestApplication.start(WebApplicationType.NONE, simulator,
				this.directory, "spring.main.lazy-initialization=true")) {
			assertThat(context.getBeanFactory().containsSingleton("wechatPayHkClient")).isFalse();

			context.getBean(ReverseOrderService.class)
				.reverse(WechatPayHkSimulator.PAID_ORDER)
				.block(Duration.ofSeconds(30));

			assertReversed();
			assertThat(context.getBean("wechatPayHkHealthIndicator", HealthIndicator.class).health().getStatus())
				.isEqualTo(Status.UP);
			assertThat(context.getBean(MeterRegistry.class).get("wechatpay.hk.signing").timer().count()).isPositive();
		}
	}

	/**
	 * Devtools starts an application again in a new class loader, beside the libraries of
	 * the former one.
	 */
	@Test
	void aRestartByDevtoolsReversesAgain() throws Exception {
		Class<?> first = runInRestartClassLoader();
		assertReversed();
		simulator.reset();

		Class<?> second = runInRestartClassLoader();
		assertReversed();

		assertThat(second).isNotSameAs(first);
		assertThat(simulator.requests().all()).hasSize(1);
	}

	private Class<?> runInRestartClassLoader() throws Exception {
		URL classes = ApplicationKindsTests.class.getProtectionDomain().getCodeSource().getLocation();
		Thread thread = Thread.currentThread();
		ClassLoader before = thread.getContextClassLoader();
		try (RestartClassLoader restart = new RestartClassLoader(before, new URL[] { classes })) {
			thread.setContextClassLoader(restart);
			Class<?> till = Class.forName(Till.class.getName(), true, restart);
			Class<?> application = Class.forName(TestApplication.Application.class.getName(), true, restart);
			assertThat(till.getClassLoader()).isSameAs(restart);
			try (ConfigurableApplicationContext context = new SpringApplicationBuilder(application, till)
				.web(WebApplicationType.REACTIVE)
				.run(properties())) {
				assertThat(post(context).statusCode()).isEqualTo(200);
				assertThat(context.getBean(till)).isNotInstanceOf(Till.class);
			}
			return till;
		}
		finally {
			thread.setContextClassLoader(before);
		}
	}

	private static String[] properties() {
		return Stream
			.concat(Stream.of("spring.main.banner-mode=off", "server.port=0"),
					Stream.of(SimulatorProperties.of(simulator)))
			.map((property) -> "--" + property)
			.toArray(String[]::new);
	}

	private static void assertReversed() {
		assertThat(simulator.orders().state(WechatPayHkSimulator.PAID_ORDER)).isEqualTo(TradeState.REVOKED);
	}

	private static HttpResponse<String> post(ConfigurableApplicationContext context) throws Exception {
		String port = Objects.requireNonNull(context.getEnvironment().getProperty("local.server.port"));
		HttpRequest request = HttpRequest
			.newBuilder(URI.create("http://127.0.0.1:" + port + "/orders/" + WechatPayHkSimulator.PAID_ORDER))
			.POST(HttpRequest.BodyPublishers.noBody())
			.build();
		return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
	}

	@Configuration(proxyBeanMethods = false)
	@RestController
	static class Till {

		private final ReverseOrderService reverseOrderService;

		Till(ReverseOrderService reverseOrderService) {
			this.reverseOrderService = reverseOrderService;
		}

		@PostMapping("/orders/{outTradeNo}")
		Mono<Void> reverse(@PathVariable String outTradeNo) {
			return this.reverseOrderService.reverse(outTradeNo);
		}

	}

}
