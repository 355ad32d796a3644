package io.github.wechatpayhk.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.github.wechatpayhk.durable.DurableRefunds;
import io.github.wechatpayhk.durable.DurableReversalEvent;
import io.github.wechatpayhk.durable.DurableReversals;
import io.github.wechatpayhk.durable.NotificationInbox;
import io.github.wechatpayhk.durable.OnlinePayments;
import io.github.wechatpayhk.durable.ReversalState;
import io.github.wechatpayhk.notification.Notification;
import io.github.wechatpayhk.notification.Notification.NotificationEvent;
import io.github.wechatpayhk.notification.PaymentExpectation;
import io.github.wechatpayhk.notification.PaymentNotification;
import io.github.wechatpayhk.order.OrderAmount;
import io.github.wechatpayhk.order.OrderReference;
import io.github.wechatpayhk.order.PlaceOrderRequest;
import io.github.wechatpayhk.order.ReverseOrderRequest;
import io.github.wechatpayhk.order.TradeType;
import io.github.wechatpayhk.refund.RefundAmount;
import io.github.wechatpayhk.refund.RefundRequest;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.junit.WechatPayHkSimulatorExtension;
import io.github.wechatpayhk.simulator.time.SimulatedClock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What meters and health show of scheduled reversals, in a real application with an
 * embedded database.
 */
@ExtendWith(WechatPayHkSimulatorExtension.class)
class DurableReversalOperationsTests {

	private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

	private static final ReverseOrderRequest ORDER = ReverseOrderRequest.outTradeNo(WechatPayHkSimulator.PAID_ORDER);

	private final WechatPayHkSimulator simulator;

	@TempDir
	private Path directory;

	DurableReversalOperationsTests(WechatPayHkSimulator simulator) {
		this.simulator = simulator;
	}

	@Test
	void showAReversalThatIsStillToBeKept() throws Exception {
		try (ConfigurableApplicationContext context = start("wechatpay.hk.durable-reversal.auto-start=false")) {
			assertThat(health(context).getStatus()).isEqualTo(Status.UP);
			context.getBean(DurableReversals.class).schedule(ORDER);

			assertThat(health(context).getDetails()).containsEntry("waiting", 1L).containsKey("oldest");
			assertThat(health(context).getStatus()).isEqualTo(Status.UP);
			assertThat(gauge(context, "wechatpay.hk.durable.reversals", "waiting")).isEqualTo(1);
			assertThat(gauge(context, "wechatpay.hk.durable.reversals", "needs_attention")).isZero();

			context.getBean(SimulatedClock.class).advance(Duration.ofHours(2));

			assertThat(gauge(context, "wechatpay.hk.durable.oldest.age")).isBetween(7200d, 7300d);
			assertThat(health(context).getStatus()).isEqualTo(Status.DOWN);
			assertThat(health(context).getDetails().get("problem")).asString().contains("has no end yet");
		}
	}

	@Test
	void showANotificationThatRequiresManualAction() throws Exception {
		try (ConfigurableApplicationContext context = start("wechatpay.hk.notifications.path=/notifications",
				"wechatpay.hk.api-v3-key=" + this.simulator.merchant().apiV3Key())) {
			context.getBean(NotificationInbox.class)
				.handle(Notification.of(new NotificationEvent("default", "EV-1", "TRANSACTION.SUCCESS", null, null,
						"{\"out_trade_no\":\"T1\",\"trade_state\":\"SUCCESS\"}")))
				.block(LONG_ENOUGH);
			context.getBean(DurableReversalEvents.class).next(DurableReversalEvent.NotificationNeedsAttention.class);

			assertThat(gauge(context, "wechatpay.hk.durable.notifications", "needs_attention")).isEqualTo(1);
			assertThat(health(context).getDetails()).containsEntry("notificationsNeedingAttention", 1L)
				.containsKey("oldestNotification");
			assertThat(health(context).getStatus()).isEqualTo(Status.UP);

			context.getBean(SimulatedClock.class).advance(Duration.ofHours(2));

			assertThat(gauge(context, "wechatpay.hk.durable.notifications.oldest.age")).isBetween(7200d, 7300d);
			assertThat(gauge(context, "wechatpay.hk.durable.oldest.age")).isZero();
			assertThat(health(context).getStatus()).isEqualTo(Status.DOWN);
			assertThat(health(context).getDetails().get("problem")).asString()
				.startsWith("A notification that was received at ");
		}
	}

	@Test
	void countTheScheduledReversalsThatWereKept() throws Exception {
		try (ConfigurableApplicationContext context = start()) {
			context.getBean(DurableReversals.class).schedule(ORDER);
			context.getBean(DurableReversalEvents.class).next(DurableReversalEvent.Ended.class);

			assertThat(context.getBean(MeterRegistry.class)
				.get("wechatpay.hk.durable.reversals.ended")
				.tag("state", "reversed")
				.counter()
				.count()).isEqualTo(1);
			assertThat(gauge(context, "wechatpay.hk.durable.reversals", "waiting")).isZero();
			assertThat(health(context).getDetails()).containsEntry("waiting", 0L).doesNotContainKey("oldest");
		}
	}

	@Test
	void countAReversalThatAPersonSettled() throws Exception {
		try (ConfigurableApplicationContext context = start("wechatpay.hk.durable-reversal.auto-start=false")) {
			DurableReversals reversals = context.getBean(DurableReversals.class);
			reversals.settle(reversals.schedule(ORDER).id(), "Anna: paid back in cash");

			assertThat(context.getBean(DurableReversalEvents.class)
				.next(DurableReversalEvent.Ended.class)
				.reversal()
				.state()).isEqualTo(ReversalState.SETTLED);
			assertThat(context.getBean(MeterRegistry.class)
				.get("wechatpay.hk.durable.reversals.ended")
				.tag("state", "settled")
				.counter()
				.count()).isEqualTo(1);
		}
	}

	@Test
	void showOnlinePaymentsAndRefundsThatHaveNoEnd() throws Exception {
		try (ConfigurableApplicationContext context = start("wechatpay.hk.durable-reversal.auto-start=false",
				"wechatpay.hk.appid=wx8888888888888888")) {
			OnlinePayments payments = context.getBean(OnlinePayments.class);
			payments.place(order("P1"));
			payments.place(order("P2"));
			payments.onPayment((PaymentNotification) Notification
				.of(new NotificationEvent("default", "EV-1", "TRANSACTION.SUCCESS", null, null,
						"{\"out_trade_no\":\"P2\",\"trade_state\":\"SUCCESS\",\"amount\":{\"total\":888,"
								+ "\"currency\":\"HKD\"}}")));
			context.getBean(DurableRefunds.class)
				.refund(RefundRequest
					.builder(OrderReference.outTradeNo("P2"), "R2", RefundAmount.full(OrderAmount.hkd(888)))
					.build());

			assertThat(gauge(context, "wechatpay.hk.durable.online.payments", "open")).isEqualTo(1);
			assertThat(gauge(context, "wechatpay.hk.durable.online.payments", "requires_action")).isZero();
			assertThat(gauge(context, "wechatpay.hk.durable.online.payments.oldest.age")).isZero();
			assertThat(gauge(context, "wechatpay.hk.durable.refunds", "open")).isEqualTo(1);
			assertThat(ended(context, "online.payments", "paid")).isEqualTo(1);
			assertThat(health(context).getDetails()).containsEntry("onlinePaymentsOpen", 1L)
				.containsEntry("refundsOpen", 1L)
				.containsEntry("refundsRequiringAction", 0L);
			assertThat(health(context).getStatus()).isEqualTo(Status.UP);

			context.getBean(SimulatedClock.class).advance(Duration.ofHours(2));

			assertThat(gauge(context, "wechatpay.hk.durable.online.payments.oldest.age")).isBetween(6300d, 6400d);
			assertThat(gauge(context, "wechatpay.hk.durable.refunds.oldest.age")).isBetween(7200d, 7300d);
			assertThat(health(context).getStatus()).isEqualTo(Status.DOWN);
			assertThat(health(context).getDetails().get("problem")).asString()
				.contains("An online payment that expired at", "A refund that was to be sent at");

			DurableRefunds refunds = context.getBean(DurableRefunds.class);
			refunds.settle(refunds.list(null, 0, 1).get(0).id(), "Anna: paid back in cash");
			assertThat(ended(context, "refunds", "settled")).isEqualTo(1);
		}
	}

	private static double ended(ConfigurableApplicationContext context, String what, String state) {
		return context.getBean(MeterRegistry.class)
			.get("wechatpay.hk.durable." + what + ".ended")
			.tag("state", state)
			.counter()
			.count();
	}

	private static PlaceOrderRequest order(String number) {
		return PlaceOrderRequest.builder(TradeType.NATIVE, number, OrderAmount.hkd(888))
			.description("Image Store - QQ Doll")
			.merchantCategoryCode("1011")
			.notifyUrl("https://shop.example.com/notifications")
			.build();
	}

	@Test
	void canBeSwitchedOff() throws Exception {
		try (ConfigurableApplicationContext context = start("management.health.wechatpay-hk-reversals.enabled=false")) {
			assertThat(context.containsBean("wechatPayHkReversalsHealthIndicator")).isFalse();
		}
	}

	private static Health health(ConfigurableApplicationContext context) {
		return context.getBean("wechatPayHkReversalsHealthIndicator", HealthIndicator.class).health(true);
	}

	private static double gauge(ConfigurableApplicationContext context, String name) {
		return context.getBean(MeterRegistry.class).get(name).gauge().value();
	}

	private static double gauge(ConfigurableApplicationContext context, String name, String state) {
		return context.getBean(MeterRegistry.class).get(name).tag("state", state).gauge().value();
	}

	private ConfigurableApplicationContext start(String... properties) throws Exception {
		return TestApplication.startDurable(WebApplicationType.NONE, this.simulator, this.directory,
				List.of(Operated.class), properties);
	}

	@Configuration(proxyBeanMethods = false)
	static class Operated {

		@Bean
		SimulatedClock wechatPayHkClock() {
			return SimulatedClock.ticking();
		}

		@Bean
		MeterRegistry meterRegistry() {
			return new SimpleMeterRegistry();
		}

		/**
		 * No order is known, so that each payment requires manual action.
		 */
		@Bean
		PaymentExpectation expectation() {
			return (payment) -> null;
		}

	}

}
