package io.github.wechatpayhk.documentation.restoftheapi;

import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

import io.github.wechatpayhk.autoconfigure.WechatPayHkDurableReversalAutoConfiguration;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.fault.Fault;
import io.github.wechatpayhk.simulator.merchant.SimulatedMerchant;
import io.github.wechatpayhk.simulator.notification.HttpNotificationTransport;
import io.github.wechatpayhk.simulator.notification.SentNotification;
import io.github.wechatpayhk.simulator.protocol.Operation;
import io.github.wechatpayhk.test.AutoConfigureWechatPayHkSimulator;
import io.github.wechatpayhk.test.WechatPayHkSimulatorCustomizer;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A notification from the payment to the shop's book.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = "shop.api-v3-key=" + SimulatedMerchant.DEFAULT_API_V3_KEY)
@AutoConfigureWechatPayHkSimulator
class NotificationTests {

	private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

	@Autowired
	private WebShop webShop;

	@Autowired
	private Book book;

	@Autowired
	private WechatPayHkSimulator simulator;

	@Test
	void notesAnOrderThatIsPaid() {
		this.webShop.codeToScan("N1", 888).block(LONG_ENOUGH);

		this.simulator.pay("N1");

		this.simulator.notifications().await(SentNotification::isAccepted, LONG_ENOUGH);
		assertThat(this.book.paid).contains("N1");
	}

	@Test
	void refusesANotificationThatSomebodyElseSigned() {
		this.simulator.faults().inject(Fault.signedByStranger()).on(Operation.NOTIFICATION);
		this.webShop.codeToScan("N2", 888).block(LONG_ENOUGH);

		this.simulator.pay("N2");

		SentNotification refused = this.simulator.notifications()
			.await((notification) -> !notification.attempts().isEmpty(), LONG_ENOUGH);
		assertThat(refused.attempts().get(0).status()).isEqualTo(401);
		assertThat(this.book.paid).doesNotContain("N2");
	}

	static final class Book implements NotificationController.PaidOrders {

		private final Set<String> paid = new ConcurrentSkipListSet<>();

		@Override
		public void paid(String outTradeNo) {
			this.paid.add(outTradeNo);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = WechatPayHkDurableReversalAutoConfiguration.class)
	@Import({ WebShop.class, NotificationController.class, Book.class })
	static class Shop {

		@Bean
		WechatPayHkSimulatorCustomizer notificationsComeHere(Environment environment) {
			HttpNotificationTransport transport = new HttpNotificationTransport();
			return (simulator) -> simulator.notificationTransport((url, headers, body) -> {
				String port = environment.getRequiredProperty("local.server.port");
				return transport.post(URI.create("http://127.0.0.1:" + port + url.getPath()), headers, body);
			});
		}

	}

}
