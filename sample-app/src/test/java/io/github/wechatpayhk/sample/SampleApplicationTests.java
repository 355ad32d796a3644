package io.github.wechatpayhk.sample;

import java.time.Duration;
import java.util.Map;

import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.order.SimulatedOrder;
import io.github.wechatpayhk.simulator.order.TradeState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.test.StepVerifier;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Runs the sample application as a user does: from its main class, over HTTP.
 */
@ExtendWith(OutputCaptureExtension.class)
class SampleApplicationTests {

	private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

	private static final String PAID_ORDER = WechatPayHkSimulator.PAID_ORDER;

	@Test
	void reversesTheOrderOfTheCommandLineAndTellsWhatHappened(CapturedOutput output) {
		try (ConfigurableApplicationContext context = start(PAID_ORDER)) {
			WechatPayHkSimulator simulator = context.getBean(WechatPayHkSimulator.class);

			assertThat(simulator.orders().find(PAID_ORDER)).extracting(SimulatedOrder::state)
				.isEqualTo(TradeState.REVOKED);
			assertThat(output.getOut())
				.contains("POST " + simulator.baseUrl() + "v3/transactions/out-trade-no/" + PAID_ORDER + "/reverse",
						"The simulator received, signature verified", "{\"mchid\":\"1900000109\"}",
						"WeChat Pay responded, signature verified", "204 NO_CONTENT",
						"Order " + PAID_ORDER + " is reversed")
				.contains("signature=\"***\"")
				.doesNotContain(signature(simulator.requests().last().header("Authorization")))
				.doesNotContain("PRIVATE KEY");
		}
	}

	@Test
	void reversesOverHttp() {
		try (ConfigurableApplicationContext context = start()) {
			StepVerifier.create(reverse(context, PAID_ORDER).retrieve().toBodilessEntity())
				.assertNext((response) -> assertThat(response.getStatusCode()).isEqualTo(HttpStatus.NO_CONTENT))
				.expectComplete()
				.verify(LONG_ENOUGH);
		}
	}

	@Test
	void tellsTheTillWhyAnOrderWasNotReversed() {
		try (ConfigurableApplicationContext context = start()) {
			assertThat(problem(context, "NOSUCHORDER")).containsEntry("status", 404)
				.containsEntry("outcome", "REJECTED")
				.containsKey("requestId")
				.hasEntrySatisfying("code", (code) -> assertThat(code).asString().contains("ORDER"));

			assertThat(problem(context, "no spaces")).containsEntry("status", 400)
				.containsEntry("outcome", "NOT_SENT")
				.hasEntrySatisfying("detail", (detail) -> assertThat(detail).asString().contains("outTradeNo"));
		}
	}

	@Test
	void goesWithoutTheSimulatorWhenLive() {
		try (WechatPayHkSimulator elsewhere = WechatPayHkSimulator.start();
				ConfigurableApplicationContext context = start(PAID_ORDER, "--spring.profiles.active=live",
						"--wechatpay.hk.base-url=" + elsewhere.baseUrl(), "--wechatpay.hk.mchid=1900000109",
						"--wechatpay.hk.merchant-serial-number=" + elsewhere.merchant().serialNumber(),
						"--wechatpay.hk.private-key=" + elsewhere.merchant().privateKeyPem(),
						"--wechatpay.hk.public-key-id=" + elsewhere.platform().publicKeyId(),
						"--wechatpay.hk.public-key=" + elsewhere.platform().publicKeyPem(),
						"--wechatpay.hk.durable-reversal.embedded.file=target/durable/${random.uuid}")) {
			assertThat(context.getBeanNamesForType(WechatPayHkSimulator.class)).isEmpty();
			assertThat(elsewhere.orders().find(PAID_ORDER)).extracting(SimulatedOrder::state)
				.isEqualTo(TradeState.REVOKED);
		}
	}

	@Test
	void saysWhatIsMissingWhenLive(CapturedOutput output) {
		Throwable failure = catchThrowable(() -> start("--spring.profiles.active=live").close());

		assertThat(failure).isNotNull();
		assertThat(output.getAll()).contains("APPLICATION FAILED TO START", "Property: wechatpay.hk.mchid");
	}

	private static ConfigurableApplicationContext start(String... arguments) {
		SpringApplication application = new SpringApplication(SampleApplication.class);
		String[] withPort = new String[arguments.length + 1];
		System.arraycopy(arguments, 0, withPort, 0, arguments.length);
		withPort[arguments.length] = "--server.port=0";
		return application.run(withPort);
	}

	private static WebClient.RequestHeadersSpec<?> reverse(ConfigurableApplicationContext context, String outTradeNo) {
		return WebClient.create("http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port"))
			.post()
			.uri("/orders/{outTradeNo}/reverse", outTradeNo);
	}

	private static Map<String, Object> problem(ConfigurableApplicationContext context, String outTradeNo) {
		return reverse(context, outTradeNo).exchangeToMono((response) -> {
			assertThat(response.headers().contentType()).contains(MediaType.APPLICATION_PROBLEM_JSON);
			return response.bodyToMono(new ParameterizedTypeReference<Map<String, Object>>() {
			});
		}).block(LONG_ENOUGH);
	}

	private static String signature(String authorization) {
		return authorization.replaceAll(".*signature=\"([^\"]*)\".*", "$1");
	}

}
