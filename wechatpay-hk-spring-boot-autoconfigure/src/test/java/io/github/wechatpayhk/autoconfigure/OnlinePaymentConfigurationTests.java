package io.github.wechatpayhk.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

import io.github.wechatpayhk.durable.DurableReversalEvent;
import io.github.wechatpayhk.durable.OnlinePayment;
import io.github.wechatpayhk.durable.OnlinePayments;
import io.github.wechatpayhk.notification.Notification;
import io.github.wechatpayhk.notification.NotificationEvent;
import io.github.wechatpayhk.notification.NotificationHandler;
import io.github.wechatpayhk.notification.NotificationResult;
import io.github.wechatpayhk.order.OrderAmount;
import io.github.wechatpayhk.order.PlaceOrderRequest;
import io.github.wechatpayhk.order.TradeType;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.junit.WechatPayHkSimulatorExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Online payments in a real application with an embedded database.
 */
@ExtendWith({ WechatPayHkSimulatorExtension.class, OutputCaptureExtension.class })
class OnlinePaymentConfigurationTests {

	private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

	private final WechatPayHkSimulator simulator;

	@TempDir
	private Path directory;

	OnlinePaymentConfigurationTests(WechatPayHkSimulator simulator) {
		this.simulator = simulator;
	}

	private ConfigurableApplicationContext start(WebApplicationType type, String... properties) throws Exception {
		String[] all = new String[properties.length + 4];
		System.arraycopy(properties, 0, all, 4, properties.length);
		all[0] = "wechatpay.hk.api-v3-key=" + this.simulator.merchant().apiV3Key();
		all[1] = "wechatpay.hk.notifications.path=/notifications";
		all[2] = "wechatpay.hk.notifications.url=https://shop.example.com";
		all[3] = "wechatpay.hk.appid=wx8888888888888888";
		return TestApplication.startDurable(type, this.simulator, this.directory, List.of(), all);
	}

	private static OnlinePayment place(ConfigurableApplicationContext context, String number) {
		return context.getBean(OnlinePayments.class)
			.place(PlaceOrderRequest.builder(TradeType.NATIVE, number, OrderAmount.hkd(888))
				.description("Image Store - QQ Doll")
				.merchantCategoryCode("1011")
				.build());
	}

	@Test
	void isPaidByANotificationOfTheInbox() throws Exception {
		try (ConfigurableApplicationContext context = start(WebApplicationType.NONE)) {
			OnlinePayment payment = place(context, "A1");
			assertThat(
					context.getBean(OnlinePayments.class).prepare(payment.id()).block(LONG_ENOUGH).placed().codeUrl())
				.startsWith("weixin://");

			Mono<NotificationResult> handled = context.getBean(NotificationHandler.class)
				.handle(Notification.of(new NotificationEvent("default", "EV-1", "TRANSACTION.SUCCESS", null, null,
						"{\"out_trade_no\":\"A1\",\"trade_state\":\"SUCCESS\",\"amount\":{\"total\":888,"
								+ "\"currency\":\"HKD\"}}")));

			assertThat(handled.block(LONG_ENOUGH)).isEqualTo(NotificationResult.STORED);
			assertThat(context.getBean(DurableReversalEvents.class)
				.next(DurableReversalEvent.OnlinePaymentEnded.class)
				.payment()
				.state()).isEqualTo(OnlinePayment.State.PAID);
		}
	}

	@Test
	void isQueriedAsThePropertiesSay() throws Exception {
		try (ConfigurableApplicationContext context = start(WebApplicationType.NONE,
				"wechatpay.hk.online-payment.query-pauses=1s,2s", "wechatpay.hk.online-payment.expiry=20m",
				"wechatpay.hk.durable-reversal.polling-interval=100ms")) {
			OnlinePayment payment = place(context, "A2");
			assertThat(payment.expiresAt())
				.isEqualTo(payment.placedAt().plus(Duration.ofMinutes(20)).truncatedTo(ChronoUnit.SECONDS));
			context.getBean(OnlinePayments.class).prepare(payment.id()).block(LONG_ENOUGH);
			this.simulator.pay("A2");

			assertThat(context.getBean(DurableReversalEvents.class)
				.next(DurableReversalEvent.OnlinePaymentEnded.class)
				.payment()
				.state()).isEqualTo(OnlinePayment.State.PAID);
		}
	}

	@Test
	void failsOnAPauseThatIsTooShort(CapturedOutput output) {
		assertThatException().isThrownBy(
				() -> start(WebApplicationType.NONE, "wechatpay.hk.online-payment.query-pauses=5s,100ms").close());

		assertThat(output).contains("wechatpay.hk.online-payment").contains("at least 1 second");
	}

	@Test
	void endpointShowsAPaymentAndTakesDecisions() throws Exception {
		try (ConfigurableApplicationContext context = start(WebApplicationType.REACTIVE,
				"wechatpay.hk.durable-reversal.auto-start=false",
				"management.endpoints.web.exposure.include=onlinepayments")) {
			WebClient actuator = WebClient.create("http://localhost:"
					+ context.getEnvironment().getRequiredProperty("local.server.port") + "/actuator/onlinepayments");
			OnlinePayment payment = place(context, "A3");

			JsonNode open = get(actuator, "");
			assertThat(open.at("/payments/0/id").asString()).isEqualTo(payment.id());
			assertThat(get(actuator, "?state=paid").at("/payments")).isEmpty();
			JsonNode settled = post(actuator, payment.id(), Map.of("action", "settle", "reason", "Anna: paid in cash"));
			assertThat(settled.at("/payment/state").asString()).isEqualTo("SETTLED");
			assertThat(get(actuator, "/" + payment.id()).at("/trail/0/detail").asString())
				.isEqualTo("Anna: paid in cash");
			assertThat(post(actuator, payment.id(), Map.of("action", "retry", "reason", "Anna: no")).at("/detail")
				.asString()).contains("has ended");
			assertThat(post(actuator, payment.id(), Map.of("action", "burn")).at("/detail").asString())
				.contains("'action' must be one of [retry, settle]");
			assertThat(get(actuator, "?state=melted").at("/detail").asString()).contains("'state' must be one of");
			assertThat(get(actuator, "/none").at("/status").asInt()).isEqualTo(404);
		}
	}

	private static JsonNode get(WebClient actuator, String path) {
		return actuator.get()
			.uri(path)
			.exchangeToMono((response) -> response.bodyToMono(JsonNode.class))
			.block(LONG_ENOUGH);
	}

	private static JsonNode post(WebClient actuator, String id, Map<String, String> decision) {
		return actuator.post()
			.uri("/" + id)
			.bodyValue(decision)
			.exchangeToMono((response) -> response.bodyToMono(JsonNode.class))
			.block(LONG_ENOUGH);
	}

}
