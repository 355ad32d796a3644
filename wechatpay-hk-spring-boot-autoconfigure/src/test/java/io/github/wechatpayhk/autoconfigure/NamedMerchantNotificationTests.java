package io.github.wechatpayhk.autoconfigure;

import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.autoconfigure.NotificationShop.Held;
import io.github.wechatpayhk.clients.MerchantSource;
import io.github.wechatpayhk.clients.WechatPayHkClients;
import io.github.wechatpayhk.order.OrderAmount;
import io.github.wechatpayhk.order.PlaceOrderRequest;
import io.github.wechatpayhk.order.PlaceOrderService;
import io.github.wechatpayhk.order.TradeType;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.scheduler.VirtualTimeScheduler;

import org.springframework.boot.WebApplicationType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Notifications of named merchants: the path names the merchant.
 */
class NamedMerchantNotificationTests {

	@Test
	void eachMerchantReceivesItsOwnAlone() {
		try (NotificationShop shop = NotificationShop.start(WebApplicationType.REACTIVE,
				(simulator) -> Stream
					.of(merchant("kowloon", "1900000109", simulator), merchant("island", "1900000107", simulator))
					.flatMap((each) -> each),
				NotificationShop.Listening.class)) {
			Held payment = pay(shop, "kowloon", "N1");
			assertThat(payment.url()).hasToString("https://shop.example.com/wechatpay/notifications/kowloon");
			assertThat(shop.deliver(NotificationShop.PATH + "/island", payment.headers(), payment.body()))
				.isEqualTo(401);
			assertThat(shop.received().of("N1")).isEmpty();
			assertThat(shop.deliver(payment)).isEqualTo(204);
			assertThat(shop.received().of("N1")).containsExactly("kowloon payment:N1:SUCCESS");
		}
	}

	private static Stream<String> merchant(String name, String mchid, WechatPayHkSimulator simulator) {
		String prefix = "wechatpay.hk.merchants." + name + '.';
		return Stream.concat(
				Stream.of(SimulatorProperties.of(name, simulator))
					.filter((property) -> !property.startsWith(prefix + "mchid=")),
				Stream.of(prefix + "mchid=" + mchid, prefix + "appid=wx8888888888888888",
						prefix + "api-v3-key=" + simulator.merchant().apiV3Key()));
	}

	private static Held pay(NotificationShop shop, String merchant, String outTradeNo) {
		WechatPayHkClient client = shop.context().getBean(WechatPayHkClients.class).find(merchant).block();
		assertThat(client).isNotNull();
		PlaceOrderService.create(client)
			.place(PlaceOrderRequest.builder(TradeType.NATIVE, outTradeNo, OrderAmount.hkd(888))
				.description("Image Store - QQ Doll")
				.merchantCategoryCode("1011")
				.build())
			.block();
		shop.simulator().pay(outTradeNo);
		return shop.next();
	}

	@Test
	void bodiesThatDoNotArriveHoldNoNotificationUp() throws IOException {
		List<Socket> senders = new ArrayList<>();
		try (NotificationShop shop = NotificationShop.start(WebApplicationType.SERVLET, (simulator) -> Stream
			.concat(merchant("kowloon", "1900000109", simulator), Stream.of("server.tomcat.connection-timeout=10m")),
				Patient.class)) {
			Held payment = pay(shop, "kowloon", "N1");
			for (int number = 0; number < 2 * Schedulers.DEFAULT_BOUNDED_ELASTIC_SIZE; number++) {
				senders.add(shop.beginToSend(payment));
			}
			assertThat(shop.deliver(payment)).isEqualTo(204);
			assertThat(shop.received().of("N1")).containsExactly("kowloon payment:N1:SUCCESS");
		}
		finally {
			for (Socket sender : senders) {
				sender.close();
			}
		}
	}

	@Test
	void aFloodOfInventedNamesDoesNotReachTheSource() {
		try (NotificationShop shop = NotificationShop.start(WebApplicationType.REACTIVE, Sourced.class)) {
			Held payment = shop.pay("N1");
			List<Integer> statuses = IntStream.range(0, 500)
				.map((number) -> shop.deliver(NotificationShop.PATH + "/invented" + number, payment.headers(),
						payment.body()))
				.boxed()
				.toList();
			assertThat(statuses).contains(401, 503).doesNotContain(204);
			int lookUps = shop.context().getBean(AtomicInteger.class).get();
			assertThat(lookUps).isEqualTo(Collections.frequency(statuses, 401)).isLessThan(500);
			assertThat(shop.deliver(payment)).isEqualTo(204);
		}
	}

	@Test
	void aFloodOfInventedNamesDoesNotKeepConfiguredMerchantsOut() {
		try (NotificationShop shop = NotificationShop.start(WebApplicationType.REACTIVE,
				(simulator) -> merchant("kowloon", "1900000109", simulator), PatientAndSourced.class)) {
			Held payment = pay(shop, "kowloon", "N1");
			shop.context().getBean(WechatPayHkClients.class).forget("kowloon");
			int status = 0;
			for (int number = 0; status != 503; number++) {
				status = shop.deliver(NotificationShop.PATH + "/invented" + number, payment.headers(), payment.body());
			}
			assertThat(shop.deliver(payment)).isEqualTo(204);
		}
	}

	/**
	 * No deadline ever passes, however slow the machine is.
	 */
	@Configuration(proxyBeanMethods = false)
	@Import(NotificationShop.Listening.class)
	static class Patient {

		@Bean(defaultCandidate = false)
		Scheduler wechatPayHkNotificationTimer() {
			return VirtualTimeScheduler.create();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ Patient.class, Sourced.class })
	static class PatientAndSourced {

	}

	@Configuration(proxyBeanMethods = false)
	@Import(NotificationShop.Listening.class)
	static class Sourced {

		@Bean
		AtomicInteger lookUps() {
			return new AtomicInteger();
		}

		@Bean
		MerchantSource source(AtomicInteger lookUps) {
			return (name) -> {
				lookUps.incrementAndGet();
				return Mono.empty();
			};
		}

	}

}
