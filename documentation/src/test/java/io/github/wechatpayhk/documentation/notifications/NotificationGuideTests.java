package io.github.wechatpayhk.documentation.notifications;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.autoconfigure.durable.WechatPayHkDurableReversalAutoConfiguration;
import io.github.wechatpayhk.order.OrderAmount;
import io.github.wechatpayhk.order.OrderReference;
import io.github.wechatpayhk.order.PlaceOrderRequest;
import io.github.wechatpayhk.order.PlaceOrderService;
import io.github.wechatpayhk.order.TradeType;
import io.github.wechatpayhk.refund.RefundAmount;
import io.github.wechatpayhk.refund.RefundRequest;
import io.github.wechatpayhk.refund.RefundService;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.fault.Fault;
import io.github.wechatpayhk.simulator.notification.SentNotification;
import io.github.wechatpayhk.simulator.protocol.Operation;
import io.github.wechatpayhk.simulator.refund.SimulatedRefundStatus;
import io.github.wechatpayhk.test.AutoConfigureWechatPayHkSimulator;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "wechatpay.hk.notifications.path=/wechatpay/notifications",
				"wechatpay.hk.notifications.url=https://shop.example.com" })
@AutoConfigureWechatPayHkSimulator
class NotificationGuideTests {

	private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

	@Autowired
	private PlaceOrderService placeOrderService;

	@Autowired
	private RefundService refundService;

	@Autowired
	private WechatPayHkClient client;

	@Autowired
	private Book book;

	@Autowired
	private WechatPayHkSimulator simulator;

	@LocalServerPort
	private int port;

	private void place(String outTradeNo, long price) {
		this.book.order(outTradeNo, OrderAmount.hkd(price));
		this.placeOrderService
			.place(PlaceOrderRequest.builder(TradeType.NATIVE, outTradeNo, OrderAmount.hkd(888))
				.description("Image Store - QQ Doll")
				.merchantCategoryCode("1011")
				.build())
			.block(LONG_ENOUGH);
	}

	private SentNotification await(String outTradeNo) {
		return this.simulator.notifications()
			.await((notification) -> notification.outTradeNo().equals(outTradeNo) && notification.isAccepted(),
					LONG_ENOUGH);
	}

	@Test
	void notesAnOrderThatIsPaid() {
		place("N1", 888);

		this.simulator.pay("N1");

		this.simulator.notifications().await(SentNotification::isAccepted, LONG_ENOUGH);
		assertThat(this.book.isPaid("N1")).isTrue();
	}

	@Test
	void doesNotNoteAnotherAmount() {
		place("N2", 887);

		this.simulator.pay("N2");

		await("N2");
		assertThat(this.book.isPaid("N2")).isFalse();
		assertThat(this.book.isToCheck("N2")).isTrue();
	}

	@Test
	void rejectsANotificationThatSomebodyElseSigned() {
		this.simulator.faults().inject(Fault.signedByUntrustedKey()).on(Operation.NOTIFICATION);
		place("N3", 888);

		this.simulator.pay("N3");

		SentNotification rejected = this.simulator.notifications()
			.await((notification) -> !notification.attempts().isEmpty(), LONG_ENOUGH);
		assertThat(rejected.attempts().get(0).status()).isEqualTo(401);
		assertThat(this.book.isPaid("N3")).isFalse();
	}

	@Test
	void notesARefund() {
		place("N4", 888);
		this.simulator.pay("N4");
		await("N4");
		this.simulator.notifications().clear();
		this.refundService
			.refund(RefundRequest
				.builder(OrderReference.outTradeNo("N4"), "N4-R1", RefundAmount.full(OrderAmount.hkd(888)))
				.build())
			.block(LONG_ENOUGH);

		this.simulator.finishRefund("N4-R1", SimulatedRefundStatus.ABNORMAL);

		await("N4");
		assertThat(this.book.refund("N4-R1")).isEqualTo(io.github.wechatpayhk.refund.RefundStatus.ABNORMAL);
	}

	@Test
	void takesANotificationInAControllerAndWithoutSpringBoot() throws Exception {
		place("N5", 888);
		this.simulator.pay("N5");
		SentNotification sent = await("N5");
		HttpRequest.Builder request = HttpRequest
			.newBuilder(URI.create("http://127.0.0.1:" + this.port + "/own/default/payments"))
			.POST(HttpRequest.BodyPublishers.ofString(sent.body()));
		Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		sent.attempts().get(0).headers().fields().forEach((field) -> {
			request.header(field.name(), field.value());
			headers.put(field.name(), List.of(field.value()));
		});

		assertThat(
				HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode())
			.isEqualTo(204);
		assertThat(
				new WithoutSpringBoot(this.client).subject(headers, sent.body().getBytes("UTF-8")).block(LONG_ENOUGH))
			.isEqualTo("paid: N5");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = WechatPayHkDurableReversalAutoConfiguration.class)
	@Import({ Book.class, Payments.class, OwnController.class })
	static class Shop {

	}

}
