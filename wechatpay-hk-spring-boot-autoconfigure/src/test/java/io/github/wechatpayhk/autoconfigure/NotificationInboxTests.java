package io.github.wechatpayhk.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import io.github.wechatpayhk.durable.DurableNotification;
import io.github.wechatpayhk.durable.DurableReversalEvent;
import io.github.wechatpayhk.durable.DurableReversals;
import io.github.wechatpayhk.durable.NotificationInbox;
import io.github.wechatpayhk.durable.engine.DurableSchema;
import io.github.wechatpayhk.notification.Notification;
import io.github.wechatpayhk.notification.Notification.NotificationEvent;
import io.github.wechatpayhk.notification.NotificationHandler;
import io.github.wechatpayhk.notification.NotificationHandler.NotificationResult;
import io.github.wechatpayhk.notification.PaymentExpectation;
import io.github.wechatpayhk.notification.PaymentNotificationListener;
import io.github.wechatpayhk.notification.UnknownNotificationListener;
import io.github.wechatpayhk.order.OrderAmount;
import io.github.wechatpayhk.order.ReverseOrderRequest;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.junit.WechatPayHkSimulatorExtension;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The inbox of an application that receives notifications and has a store.
 */
@ExtendWith(WechatPayHkSimulatorExtension.class)
class NotificationInboxTests {

	private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

	private static final String PATH = "wechatpay.hk.notifications.path=/wechatpay/notifications";

	private final WechatPayHkSimulator simulator;

	@TempDir
	private Path directory;

	NotificationInboxTests(WechatPayHkSimulator simulator) {
		this.simulator = simulator;
	}

	private ConfigurableApplicationContext start(List<Class<?>> configurations, String... properties) throws Exception {
		String[] all = new String[properties.length + 2];
		System.arraycopy(properties, 0, all, 2, properties.length);
		all[0] = "shop.url=jdbc:h2:file:" + this.directory.resolve("shop");
		all[1] = "wechatpay.hk.api-v3-key=" + this.simulator.merchant().apiV3Key();
		return TestApplication.startDurable(WebApplicationType.NONE, this.simulator, this.directory, configurations,
				all);
	}

	private static Notification payment(String outTradeNo) {
		return Notification.of(new NotificationEvent("default", "EV-" + outTradeNo, "TRANSACTION.SUCCESS", null, null,
				"{\"out_trade_no\":\"" + outTradeNo
						+ "\",\"trade_state\":\"SUCCESS\",\"amount\":{\"total\":888,\"currency\":\"HKD\"}}"));
	}

	@Test
	void callsListenersInATransactionOfTheApplicationsDatabase() throws Exception {
		try (ConfigurableApplicationContext context = start(List.of(Shop.class), PATH)) {
			NotificationHandler handler = context.getBean(NotificationHandler.class);
			assertThat(handler.handle(payment(WechatPayHkSimulator.PAID_ORDER)).block(LONG_ENOUGH))
				.isEqualTo(NotificationResult.STORED);
			assertThat(handler.handle(payment(WechatPayHkSimulator.PAID_ORDER)).block(LONG_ENOUGH))
				.isEqualTo(NotificationResult.DUPLICATE);

			assertThat(context.getBean(Received.class).next()).isEqualTo(WechatPayHkSimulator.PAID_ORDER);
			context.getBean(DurableReversalEvents.class).next(DurableReversalEvent.Ended.class);
			assertThat(
					context.getBean(JdbcClient.class).sql("select out_trade_no from paid").query(String.class).list())
				.containsExactly(WechatPayHkSimulator.PAID_ORDER);
			assertThat(context.getBean(DurableReversals.class).findByOrder(WechatPayHkSimulator.PAID_ORDER)).hasSize(1);
		}
	}

	@Test
	void callsTheListenerOfAnEventThatIsNotKnown() throws Exception {
		try (ConfigurableApplicationContext context = start(List.of(Shop.class), PATH)) {
			context.getBean(NotificationHandler.class)
				.handle(Notification.of(new NotificationEvent("default", "EV-1", "PARKING.IN", null, null, "{}")))
				.block(LONG_ENOUGH);

			assertThat(context.getBean(Received.class).next()).isEqualTo("PARKING.IN");
		}
	}

	@Test
	void escalatesAPaymentThatIsNotTheExpectedOne() throws Exception {
		try (ConfigurableApplicationContext context = start(List.of(Shop.class, Prices.class), PATH)) {
			context.getBean(NotificationHandler.class).handle(payment("T1")).block(LONG_ENOUGH);

			DurableNotification stuck = context.getBean(DurableReversalEvents.class)
				.next(DurableReversalEvent.NotificationNeedsAttention.class)
				.notification();
			assertThat(context.getBean(NotificationInbox.class).settle(stuck.id(), "Anna: refunded").state())
				.isEqualTo(DurableNotification.State.SETTLED);
		}
	}

	@Test
	void isAbsentUnlessNotificationsAreReceived() throws Exception {
		try (ConfigurableApplicationContext context = start(List.of(Shop.class))) {
			assertThat(context.getBeanProvider(NotificationInbox.class).getIfAvailable()).isNull();
			assertThat(context.getBean(NotificationHandler.class).handle(payment("none")).block(LONG_ENOUGH))
				.isEqualTo(NotificationResult.PROCESSED);
		}
	}

	@Test
	void yieldsToAHandlerOfTheApplication() throws Exception {
		try (ConfigurableApplicationContext context = start(List.of(Shop.class, OwnHandler.class), PATH)) {
			assertThat(context.getBeanProvider(NotificationInbox.class).getIfAvailable()).isNull();
			assertThat(context.getBean(NotificationHandler.class).handle(payment("T1")).block(LONG_ENOUGH))
				.isEqualTo(NotificationResult.UNHEARD);
		}
	}

	static final class Received {

		private final BlockingQueue<String> orders = new LinkedBlockingQueue<>();

		String next() throws InterruptedException {
			return this.orders.poll(LONG_ENOUGH.toSeconds(), TimeUnit.SECONDS);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Shop {

		@Bean
		DataSource dataSource(Environment environment) {
			JdbcDataSource dataSource = new JdbcDataSource();
			dataSource.setURL(environment.getRequiredProperty("shop.url"));
			DurableSchema.of(dataSource).create();
			JdbcClient.create(dataSource).sql("create table paid (out_trade_no varchar(32))").update();
			return dataSource;
		}

		@Bean
		JdbcClient jdbcClient(DataSource dataSource) {
			return JdbcClient.create(dataSource);
		}

		@Bean
		Received received() {
			return new Received();
		}

		/**
		 * A listener that depends on what delivers to it.
		 */
		@Bean
		PaymentNotificationListener payments(Received received, JdbcClient jdbc, DurableReversals reversals) {
			return (payment) -> {
				jdbc.sql("insert into paid values (?)").param(payment.outTradeNo()).update();
				reversals.schedule(ReverseOrderRequest.outTradeNo(payment.outTradeNo()));
				received.orders.add(payment.outTradeNo());
			};
		}

		@Bean
		UnknownNotificationListener others(Received received) {
			return (notification) -> received.orders.add(notification.event().type());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Prices {

		@Bean
		PaymentExpectation expectation() {
			return (payment) -> OrderAmount.hkd(999);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnHandler {

		@Bean
		NotificationHandler handler() {
			return (notification) -> Mono.just(NotificationResult.UNHEARD);
		}

	}

}
