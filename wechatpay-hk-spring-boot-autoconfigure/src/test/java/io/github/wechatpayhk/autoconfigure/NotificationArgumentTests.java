package io.github.wechatpayhk.autoconfigure;

import java.nio.charset.StandardCharsets;

import io.github.wechatpayhk.autoconfigure.NotificationShop.Held;
import io.github.wechatpayhk.autoconfigure.NotificationShop.Received;
import io.github.wechatpayhk.notification.Notification;
import io.github.wechatpayhk.notification.PaymentNotification;
import io.github.wechatpayhk.notification.RefundNotification;
import io.github.wechatpayhk.simulator.http.RawHeaders;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Notifications as arguments of handlers of the application, on both web stacks.
 */
class NotificationArgumentTests {

	@ParameterizedTest
	@EnumSource(value = WebApplicationType.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
	void aHandlerNeverRunsForAnUnverifiedNotification(WebApplicationType type) throws Exception {
		try (NotificationShop shop = NotificationShop.start(type, Shop.class)) {
			Held payment = shop.pay("N1");
			assertThat(shop.deliver("/payments", RawHeaders.empty(), payment.body())).isEqualTo(401);
			assertThat(shop.deliver("/payments", payment.headers(), "{}".getBytes(StandardCharsets.UTF_8)))
				.isEqualTo(401);
			assertThat(shop.deliver("/payments", payment.headers(), new byte[64 * 1024 + 1])).isEqualTo(401);
			assertThat(shop.deliver("/refunds", payment.headers(), payment.body())).isEqualTo(400);
			assertThat(shop.deliver("/of/kowloon", payment.headers(), payment.body())).isEqualTo(401);
			assertThat(shop.received().of("N1")).isEmpty();

			assertThat(shop.deliver("/payments", payment.headers(), payment.body())).isEqualTo(204);
			assertThat(shop.deliver("/of/default", payment.headers(), payment.body())).isEqualTo(204);
			assertThat(shop.received().of("N1")).containsExactly("default payment:N1:SUCCESS",
					"default payment:N1:SUCCESS");
		}
	}

	@Configuration(proxyBeanMethods = false)
	@RestController
	@Import(NotificationShop.Listening.class)
	static class Shop {

		private final Received received;

		Shop(Received received) {
			this.received = received;
		}

		@PostMapping("/payments")
		@ResponseStatus(HttpStatus.NO_CONTENT)
		void payment(PaymentNotification notification) {
			this.received.notifications.add(notification);
		}

		@PostMapping("/refunds")
		@ResponseStatus(HttpStatus.NO_CONTENT)
		void refund(RefundNotification notification) {
			this.received.notifications.add(notification);
		}

		@PostMapping("/of/{merchant}")
		@ResponseStatus(HttpStatus.NO_CONTENT)
		void any(Notification notification) {
			this.received.notifications.add(notification);
		}

	}

}
