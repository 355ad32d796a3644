package io.github.wechatpayhk.autoconfigure;

import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.wechatpayhk.autoconfigure.NotificationShop.Held;
import io.github.wechatpayhk.notification.NotificationObserver;
import io.github.wechatpayhk.notification.NotificationObserver.NotificationDelivery;
import io.github.wechatpayhk.notification.NotificationReceiver;
import io.github.wechatpayhk.notification.PaymentNotificationListener;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.scheduler.Scheduler;
import reactor.test.scheduler.VirtualTimeScheduler;

import org.springframework.boot.WebApplicationType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A listener that does not return in time.
 */
class NotificationDeadlineTests {

	private static final int LONG_ENOUGH = 60;

	@ParameterizedTest
	@EnumSource(value = WebApplicationType.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
	void asksForARepetitionAtTheDeadline(WebApplicationType type) throws Exception {
		try (NotificationShop shop = NotificationShop.start(type, Slow.class)) {
			Slow slow = shop.context().getBean(Slow.class);
			Held payment = shop.pay("N1");
			CompletableFuture<HttpResponse<String>> first = send(shop, payment);
			assertThat(slow.entered.await(LONG_ENOUGH, TimeUnit.SECONDS)).isTrue();
			slow.time.advanceTimeBy(NotificationReceiver.DEADLINE.minusMillis(1));
			assertThat(first).isNotDone();
			slow.time.advanceTimeBy(Duration.ofMillis(1));
			assertThat(first.get(LONG_ENOUGH, TimeUnit.SECONDS).statusCode()).isEqualTo(503);

			slow.leave.countDown();
			assertThat(send(shop, payment).get(LONG_ENOUGH, TimeUnit.SECONDS).statusCode()).isEqualTo(204);
			assertThat(slow.calls.getCount()).isEqualTo(1);
		}
	}

	/**
	 * A servlet container sends the status only once its thread does not read any more.
	 */
	@ParameterizedTest
	@EnumSource(value = WebApplicationType.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
	void waitsForABodyOnlyShortly(WebApplicationType type) throws Exception {
		try (NotificationShop shop = NotificationShop.start(type, Slow.class)) {
			Slow slow = shop.context().getBean(Slow.class);
			Held payment = shop.pay("N1");
			try (Socket sender = shop.beginToSend(payment)) {
				NotificationDelivery delivery = slow.withoutBody();
				assertThat(delivery.reason()).isEqualTo("incomplete");
				assertThat(delivery.status()).isEqualTo(503);
				assertThat(sender.isConnected()).isTrue();
			}
		}
	}

	private static CompletableFuture<HttpResponse<String>> send(NotificationShop shop, Held payment) {
		return shop.send(NotificationShop.PATH, payment.headers(),
				HttpRequest.BodyPublishers.ofByteArray(payment.body()));
	}

	@Configuration(proxyBeanMethods = false)
	static class Slow {

		private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

		private final CountDownLatch entered = new CountDownLatch(1);

		private final CountDownLatch leave = new CountDownLatch(1);

		private final CountDownLatch calls = new CountDownLatch(2);

		private final BlockingQueue<NotificationDelivery> deliveries = new LinkedBlockingQueue<>();

		/**
		 * Let the time for a body pass, once the delivery and the body have their
		 * deadlines.
		 */
		NotificationDelivery withoutBody() throws InterruptedException {
			for (int attempt = 0; attempt < 10 * LONG_ENOUGH; attempt++) {
				if (this.time.getScheduledTaskCount() == 2) {
					this.time.advanceTimeTo(Instant.EPOCH.plus(NotificationReceiver.BODY_DEADLINE));
				}
				NotificationDelivery delivery = this.deliveries.poll(100, TimeUnit.MILLISECONDS);
				if (delivery != null) {
					return delivery;
				}
			}
			throw new IllegalStateException("No delivery ends");
		}

		@Bean
		NotificationObserver deliveryObserver() {
			return (merchant, delivery) -> delivery.doOnNext(this.deliveries::add);
		}

		@Bean
		PaymentNotificationListener slowListener() {
			return (payment) -> {
				this.calls.countDown();
				this.entered.countDown();
				try {
					assertThat(this.leave.await(LONG_ENOUGH, TimeUnit.SECONDS)).isTrue();
				}
				catch (InterruptedException ex) {
					throw new IllegalStateException(ex);
				}
			};
		}

		@Bean(defaultCandidate = false)
		Scheduler wechatPayHkNotificationTimer() {
			return this.time;
		}

	}

}
