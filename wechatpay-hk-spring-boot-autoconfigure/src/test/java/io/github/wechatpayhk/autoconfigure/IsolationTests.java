package io.github.wechatpayhk.autoconfigure;

import java.time.Duration;

import com.github.tomakehurst.wiremock.client.WireMock;
import io.github.wechatpayhk.error.WechatPayHkApiException;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.http.codec.autoconfigure.CodecsAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The application's HTTP and JSON settings stay its own, and ours stay ours.
 */
class IsolationTests {

	private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

	private static final String ORDER = WechatPayHkSimulator.PAID_ORDER;

	private static WechatPayHkSimulator simulator;

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, JacksonAutoConfiguration.class,
				CodecsAutoConfiguration.class, ReactiveHttpClientAutoConfiguration.class,
				WebClientAutoConfiguration.class, WechatPayHkAutoConfiguration.class))
		.withPropertyValues(SimulatorProperties.of(simulator));

	@BeforeAll
	static void startSimulator() {
		simulator = WechatPayHkSimulator.start();
	}

	@AfterAll
	static void stopSimulator() {
		simulator.close();
	}

	@AfterEach
	void removeStubs() {
		simulator.wireMock().resetAll();
	}

	@Test
	void signsTheSameBytesWhateverTheApplicationsJsonLooksLike() {
		this.contextRunner
			.withPropertyValues("spring.jackson.property-naming-strategy=UPPER_CAMEL_CASE",
					"spring.jackson.serialization.indent-output=true",
					"spring.jackson.default-property-inclusion=always", "spring.http.codecs.max-in-memory-size=1B")
			.run((context) -> {
				StepVerifier.create(context.getBean(ReverseOrderService.class).reverse(ORDER))
					.expectComplete()
					.verify(LONG_ENOUGH);
				assertThat(simulator.requests().last().bodyText()).isEqualTo("{\"mchid\":\"1900000109\"}");
			});
	}

	@Test
	void takesNothingFromTheApplicationsWebClientBuilder() {
		this.contextRunner
			.withBean(WebClientCustomizer.class,
					() -> (builder) -> builder.defaultHeader("X-Application", "secret")
						.filter((request, next) -> next.exchange(request)))
			.run((context) -> {
				StepVerifier.create(context.getBean(ReverseOrderService.class).reverse(ORDER))
					.expectComplete()
					.verify(LONG_ENOUGH);
				assertThat(simulator.requests().last().header("X-Application")).isNull();
			});
	}

	@Test
	void givesNothingToTheApplicationsWebClientBuilder() {
		this.contextRunner
			.withBean(WechatPayHkWebClientCustomizer.class,
					() -> (builder) -> builder.defaultHeader("X-WechatPay", "ours"))
			.run((context) -> {
				simulator.wireMock()
					.stubFor(WireMock.get("/plain")
						.withHeader("X-WechatPay", WireMock.absent())
						.withHeader("Authorization", WireMock.absent())
						.willReturn(WireMock.ok("plain")));

				StepVerifier
					.create(context.getBean(WebClient.Builder.class)
						.build()
						.get()
						.uri(simulator.globalBaseUrl() + "plain")
						.retrieve()
						.bodyToMono(String.class))
					.expectNext("plain")
					.expectComplete()
					.verify(LONG_ENOUGH);
			});
	}

	@Test
	void followsNoRedirectWhereTheApplicationFollowsThem() {
		simulator.wireMock()
			.stubFor(WireMock.post("/hk/v3/transactions/out-trade-no/moved/reverse")
				.willReturn(WireMock.status(307).withHeader("Location", "/elsewhere")));
		simulator.wireMock()
			.stubFor(WireMock.get("/moved").willReturn(WireMock.status(302).withHeader("Location", "/elsewhere")));
		simulator.wireMock()
			.stubFor(WireMock.any(WireMock.urlEqualTo("/elsewhere")).willReturn(WireMock.ok("arrived")));

		this.contextRunner.withPropertyValues("spring.http.clients.redirects=follow").run((context) -> {
			StepVerifier.create(context.getBean(ReverseOrderService.class).reverse("moved"))
				.expectErrorSatisfies((error) -> assertThat(error).isInstanceOfSatisfying(WechatPayHkApiException.class,
						(ex) -> assertThat(ex.status()).isEqualTo(307)))
				.verify(LONG_ENOUGH);
			StepVerifier
				.create(context.getBean(WebClient.Builder.class)
					.build()
					.get()
					.uri(simulator.globalBaseUrl() + "moved")
					.retrieve()
					.bodyToMono(String.class))
				.expectNext("arrived")
				.expectComplete()
				.verify(LONG_ENOUGH);
		});
	}

}
