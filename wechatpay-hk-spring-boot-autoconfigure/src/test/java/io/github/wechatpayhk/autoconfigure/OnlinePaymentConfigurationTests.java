package io.github.wechatpayhk.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.wechatpayhk.durable.DurableNotification;
import io.github.wechatpayhk.durable.DurableRefund;
import io.github.wechatpayhk.durable.DurableRefunds;
import io.github.wechatpayhk.durable.DurableReversalEvent;
import io.github.wechatpayhk.durable.DurableReversals;
import io.github.wechatpayhk.durable.NotificationInbox;
import io.github.wechatpayhk.durable.OnlinePayment;
import io.github.wechatpayhk.durable.OnlinePaymentAttempt;
import io.github.wechatpayhk.durable.OnlinePayments;
import io.github.wechatpayhk.notification.Notification;
import io.github.wechatpayhk.notification.Notification.NotificationEvent;
import io.github.wechatpayhk.notification.NotificationHandler;
import io.github.wechatpayhk.notification.NotificationHandler.NotificationResult;
import io.github.wechatpayhk.order.CurrencyCode;
import io.github.wechatpayhk.order.OrderAmount;
import io.github.wechatpayhk.order.OrderReference;
import io.github.wechatpayhk.order.PlaceOrderRequest;
import io.github.wechatpayhk.order.TradeType;
import io.github.wechatpayhk.refund.RefundAmount;
import io.github.wechatpayhk.refund.RefundRequest;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.fault.Fault;
import io.github.wechatpayhk.simulator.junit.WechatPayHkSimulatorExtension;
import io.github.wechatpayhk.simulator.protocol.Operation;
import io.github.wechatpayhk.simulator.refund.SimulatedRefundStatus;
import org.awaitility.Awaitility;
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

	private static final String FAST = "wechatpay.hk.durable-reversal.polling-interval=100ms";

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

	private void pay(ConfigurableApplicationContext context, String number) throws Exception {
		context.getBean(OnlinePayments.class).prepare(place(context, number).id()).block(LONG_ENOUGH);
		this.simulator.pay(number);
		context.getBean(DurableReversalEvents.class).next(DurableReversalEvent.OnlinePaymentEnded.class);
	}

	private static RefundRequest refund(String order) {
		return RefundRequest
			.builder(OrderReference.outTradeNo(order), "R" + order, new RefundAmount(300, 888, CurrencyCode.HKD))
			.build();
	}

	@Test
	void refundEndsByANotificationOfTheInbox() throws Exception {
		try (ConfigurableApplicationContext context = start(WebApplicationType.NONE, FAST)) {
			pay(context, "A4");
			DurableRefunds refunds = context.getBean(DurableRefunds.class);
			DurableRefund refund = refunds.refund(refund("A4"));

			context.getBean(NotificationHandler.class)
				.handle(Notification.of(new NotificationEvent("default", "EV-2", "REFUND.SUCCESS", null, null,
						"{\"out_trade_no\":\"A4\",\"out_refund_no\":\"RA4\",\"refund_status\":\"SUCCESS\","
								+ "\"amount\":{\"refund\":300,\"total\":888,\"currency\":\"HKD\"}}")))
				.block(LONG_ENOUGH);

			assertThat(context.getBean(DurableReversalEvents.class)
				.next(DurableReversalEvent.RefundEnded.class)
				.refund()
				.state()).isEqualTo(DurableRefund.State.SUCCESS);
			assertThat(refunds.attempts(refund.id())).extracting(OnlinePaymentAttempt::result)
				.contains(OnlinePaymentAttempt.Result.NOTIFIED);
		}
	}

	/**
	 * No listener of the application is there, and nothing is stored under the numbers.
	 */
	@Test
	void notificationOfWhatIsNotStoredHereIsUnheard() throws Exception {
		try (ConfigurableApplicationContext context = start(WebApplicationType.NONE, FAST)) {
			NotificationInbox inbox = context.getBean(NotificationInbox.class);
			List.of("TRANSACTION.SUCCESS", "REFUND.SUCCESS")
				.forEach((type) -> inbox
					.handle(Notification.of(new NotificationEvent("default", "EV-" + type, type, null, null,
							"{\"out_trade_no\":\"X1\",\"out_refund_no\":\"X1\",\"refund_status\":\"SUCCESS\","
									+ "\"trade_state\":\"SUCCESS\",\"amount\":{\"total\":888,\"currency\":\"HKD\"}}")))
					.block(LONG_ENOUGH));

			Awaitility.await()
				.atMost(LONG_ENOUGH)
				.until(() -> inbox.list(DurableNotification.State.WAITING, 0, 10).isEmpty());
			assertThat(inbox.list(DurableNotification.State.UNHEARD, 0, 10)).hasSize(2);
		}
	}

	/**
	 * The configured attempts surround each call of a named merchant.
	 */
	@Test
	void namedMerchantHasTheRetriesOfTheConfiguration() throws Exception {
		try (ConfigurableApplicationContext context = start(WebApplicationType.NONE,
				Stream.concat(Stream.of(SimulatorProperties.of("kowloon", this.simulator)),
						Stream.of("wechatpay.hk.merchants.kowloon.appid=wx8888888888888888",
								"wechatpay.hk.online-payment.refund-pauses=1s", FAST))
					.toArray(String[]::new))) {
			OnlinePayments payments = context.getBean(OnlinePayments.class);
			OnlinePayment payment = payments.place("kowloon",
					PlaceOrderRequest.builder(TradeType.NATIVE, "A5", OrderAmount.hkd(888))
						.description("Image Store - QQ Doll")
						.merchantCategoryCode("1011")
						.build());
			this.simulator.faults().inject(Fault.systemError()).on(Operation.NATIVE).times(1);
			payments.prepare(payment.id()).block(LONG_ENOUGH);
			this.simulator.pay("A5");
			context.getBean(DurableReversalEvents.class).next(DurableReversalEvent.OnlinePaymentEnded.class);
			this.simulator.faults().inject(Fault.systemError()).on(Operation.REFUND).times(1);
			DurableRefund refund = context.getBean(DurableRefunds.class).refund("kowloon", refund("A5"));
			this.simulator.requests().await((request) -> request.target().contains("/refunds/"), LONG_ENOUGH);
			this.simulator.finishRefund("RA5", SimulatedRefundStatus.SUCCESS);

			context.getBean(DurableReversalEvents.class).next(DurableReversalEvent.RefundEnded.class);
			assertThat(context.getBean(DurableRefunds.class).attempts(refund.id()).get(0).result())
				.isEqualTo(OnlinePaymentAttempt.Result.PROCESSING);
			assertThat(this.simulator.requests().of(Operation.REFUND)).hasSize(2);
			assertThat(this.simulator.requests().of(Operation.NATIVE)).hasSize(2);
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
			JsonNode closing = post(actuator, payment.id(), Map.of("action", "close", "reason", "Anna: cancelled"));
			assertThat(closing.at("/trail/0/result").asString()).isEqualTo("CLOSE_ORDERED");
			JsonNode settled = post(actuator, payment.id(), Map.of("action", "settle", "reason", "Anna: paid in cash"));
			assertThat(settled.at("/payment/state").asString()).isEqualTo("SETTLED");
			assertThat(get(actuator, "/" + payment.id()).at("/trail/1/detail").asString())
				.isEqualTo("Anna: paid in cash");
			assertThat(post(actuator, payment.id(), Map.of("action", "retry", "reason", "Anna: no")).at("/detail")
				.asString()).contains("has ended");
			assertThat(post(actuator, payment.id(), Map.of("action", "burn")).at("/detail").asString())
				.contains("'action' must be one of [retry, settle, close]");
			assertThat(get(actuator, "?state=melted").at("/detail").asString()).contains("'state' must be one of");
			assertThat(get(actuator, "/none").at("/status").asInt()).isEqualTo(404);
		}
	}

	@Test
	void endpointShowsARefundAndTakesDecisions() throws Exception {
		try (ConfigurableApplicationContext context = start(WebApplicationType.REACTIVE, FAST,
				"management.endpoints.web.exposure.include=onlinepayments")) {
			WebClient actuator = WebClient.create("http://localhost:"
					+ context.getEnvironment().getRequiredProperty("local.server.port") + "/actuator/onlinepayments");
			pay(context, "A6");
			context.getBean(DurableReversals.class).pause();
			DurableRefund refund = context.getBean(DurableRefunds.class).refund(refund("A6"));

			assertThat(get(actuator, "").at("/refunds/0/id").asString()).isEqualTo(refund.id());
			assertThat(get(actuator, "?refundState=success").at("/refunds")).isEmpty();
			assertThat(get(actuator, "/" + refund.paymentId()).at("/refunds/0/outRefundNo").asString())
				.isEqualTo("RA6");
			assertThat(post(actuator, refund.id(), Map.of("action", "retry", "reason", "Anna: once more"))
				.at("/refund/state")
				.asString()).isEqualTo("OPEN");
			assertThat(post(actuator, refund.id(), Map.of("action", "settle", "reason", "Anna: paid back in cash"))
				.at("/refund/state")
				.asString()).isEqualTo("SETTLED");
			assertThat(get(actuator, "/" + refund.id()).at("/trail/1/detail").asString())
				.isEqualTo("Anna: paid back in cash");
			assertThat(get(actuator, "?refundState=melted").at("/detail").asString())
				.contains("'state' must be one of");
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
