package io.github.wechatpayhk.test.operations;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.github.wechatpayhk.fixture.CapturedLog;
import io.github.wechatpayhk.notification.NotificationReceiver;
import io.github.wechatpayhk.notification.PaymentExpectation;
import io.github.wechatpayhk.notification.PaymentNotificationListener;
import io.github.wechatpayhk.order.OrderAmount;
import io.github.wechatpayhk.order.PlaceOrderRequest;
import io.github.wechatpayhk.order.PlaceOrderService;
import io.github.wechatpayhk.order.TradeType;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.fault.Fault;
import io.github.wechatpayhk.simulator.notification.SentNotification;
import io.github.wechatpayhk.simulator.protocol.Operation;
import io.github.wechatpayhk.simulator.time.SimulatedClock;
import io.github.wechatpayhk.test.AutoConfigureWechatPayHkSimulator;
import io.github.wechatpayhk.test.TestShop;
import io.github.wechatpayhk.test.WechatPayHkSimulatorCustomizer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an application shows of the notifications that its simulator delivers to it.
 */
@SpringBootTest(classes = TestShop.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "wechatpay.hk.notifications.path=/wechatpay/notifications",
				"wechatpay.hk.notifications.url=https://shop.example.com" })
@AutoConfigureWechatPayHkSimulator
@Import(NotificationOperationsTests.Shop.class)
class NotificationOperationsTests {

	private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

	private static final AtomicLong numbers = new AtomicLong();

	private final String order = "N" + numbers.incrementAndGet();

	@Autowired
	private WechatPayHkSimulator simulator;

	@Autowired
	private PlaceOrderService placeOrderService;

	@Autowired
	private MeterRegistry meters;

	@Autowired
	@Qualifier("wechatPayHkHealthIndicator")
	private HealthIndicator healthIndicator;

	@BeforeEach
	void placeOrder() {
		this.placeOrderService
			.place(PlaceOrderRequest.builder(TradeType.NATIVE, this.order, OrderAmount.hkd(888))
				.description("Image Store - QQ Doll")
				.merchantCategoryCode("1011")
				.build())
			.block(LONG_ENOUGH);
	}

	@Test
	void showsWhatWasProcessed() {
		double processed = count("payment", "processed", "none");
		double duplicate = count("payment", "duplicate", "none");
		try (CapturedLog log = CapturedLog.at(Level.INFO)) {
			pay();
			assertThat(log.events().filter(NotificationOperationsTests::isReceipt)).singleElement()
				.extracting(ILoggingEvent::getFormattedMessage)
				.asString()
				.contains("payment:" + this.order + ":SUCCESS", "merchant 'default'", "processed", "204");
		}
		assertThat(count("payment", "processed", "none")).isEqualTo(processed + 1);
		assertThat(count("payment", "duplicate", "none")).isEqualTo(duplicate);
		Timer age = this.meters.get("wechatpay.hk.notifications.age").tag("kind", "payment").timer();
		assertThat(age.count()).isPositive();
		assertThat(age.max(TimeUnit.DAYS)).isLessThan(1);
		assertThat(this.meters.get("wechatpay.hk.notification").tag("outcome", "processed").timer().count())
			.isPositive();
		assertThat(details()).extractingByKey("sinceLastNotification").asString().startsWith("PT");
	}

	@Test
	void showsWhyANotificationWasRejected() {
		double rejected = count("unknown", "rejected", "probe");
		this.simulator.faults().inject(Fault.signTest()).on(Operation.NOTIFICATION).once();
		try (CapturedLog log = CapturedLog.at(Level.INFO)) {
			this.simulator.pay(this.order);
			SentNotification sent = this.simulator.notifications()
				.await((notification) -> isOfOrder(notification) && !notification.attempts().isEmpty(), LONG_ENOUGH);
			assertThat(sent.attempts().get(0).status()).isEqualTo(401);
			assertThat(log.events().filter(NotificationOperationsTests::isReceipt)).singleElement()
				.extracting(ILoggingEvent::getFormattedMessage)
				.asString()
				.contains("probe", "401")
				.doesNotContain(this.order);
		}
		assertThat(count("unknown", "rejected", "probe")).isEqualTo(rejected + 1);

		this.simulator.advance(Duration.ofSeconds(15));
		this.simulator.notifications()
			.await((notification) -> isOfOrder(notification) && notification.isAccepted(), LONG_ENOUGH);
	}

	@Test
	void showsAPaymentThatIsNotTheExpectedOne() {
		double mismatch = count("payment", "mismatch", "none");
		Shop.expected.set(887);
		try (CapturedLog log = CapturedLog.at(Level.ERROR)) {
			pay();
			assertThat(log.events()).singleElement()
				.extracting(ILoggingEvent::getFormattedMessage)
				.asString()
				.contains("manual action", this.order, "paid 888 HKD, expected 887 HKD");
		}
		finally {
			Shop.expected.set(888);
		}
		assertThat(count("payment", "mismatch", "none")).isEqualTo(mismatch + 1);
	}

	private void pay() {
		this.simulator.pay(this.order);
		this.simulator.notifications()
			.await((notification) -> isOfOrder(notification) && notification.isAccepted(), LONG_ENOUGH);
	}

	private boolean isOfOrder(SentNotification notification) {
		return notification.outTradeNo().equals(this.order);
	}

	private static boolean isReceipt(ILoggingEvent event) {
		return event.getLoggerName().equals(NotificationReceiver.class.getName());
	}

	private double count(String kind, String outcome, String reason) {
		Counter counter = this.meters.find("wechatpay.hk.notifications")
			.tags("kind", kind, "outcome", outcome, "reason", reason)
			.counter();
		return (counter != null) ? counter.count() : 0;
	}

	private Map<String, Object> details() {
		Health health = this.healthIndicator.health(true);
		assertThat(health).isNotNull();
		return health.getDetails();
	}

	@Configuration(proxyBeanMethods = false)
	static class Shop {

		private static final AtomicLong expected = new AtomicLong(888);

		@Bean
		SimulatedClock wechatPayHkClock() {
			return SimulatedClock.ticking();
		}

		@Bean
		WechatPayHkSimulatorCustomizer sameClock(SimulatedClock clock) {
			return (simulator) -> simulator.clock(clock);
		}

		@Bean
		PaymentNotificationListener listener() {
			return (payment) -> {
			};
		}

		@Bean
		PaymentExpectation expectation() {
			return (payment) -> OrderAmount.hkd(expected.get());
		}

	}

}
