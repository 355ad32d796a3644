package io.github.wechatpayhk.autoconfigure;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

import io.github.wechatpayhk.autoconfigure.NotificationShop.Held;
import io.github.wechatpayhk.order.OrderAmount;
import io.github.wechatpayhk.order.OrderReference;
import io.github.wechatpayhk.refund.RefundAmount;
import io.github.wechatpayhk.refund.RefundRequest;
import io.github.wechatpayhk.refund.RefundService;
import io.github.wechatpayhk.signature.ResponseVerifier;
import io.github.wechatpayhk.simulator.http.RawHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Notifications by HTTP, on both web stacks.
 */
@ParameterizedClass
@EnumSource(value = WebApplicationType.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
class NotificationEndpointTests {

	private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

	private static NotificationShop shop;

	NotificationEndpointTests(WebApplicationType type) {
	}

	@BeforeParameterizedClassInvocation
	static void startShop(WebApplicationType type) throws Exception {
		shop = NotificationShop.start(type, NotificationShop.Listening.class);
	}

	@AfterParameterizedClassInvocation
	static void stopShop() {
		shop.close();
	}

	@Test
	void deliversAPaymentToItsListener() {
		Held payment = shop.pay("N1");
		assertThat(payment.url()).hasToString("https://shop.example.com/wechatpay/notifications");
		assertThat(shop.deliver(payment)).isEqualTo(204);
		assertThat(shop.received().of("N1")).containsExactly("default payment:N1:SUCCESS");
	}

	@Test
	void deliversARefundToItsListener() {
		shop.deliver(shop.pay("N2"));
		shop.context()
			.getBean(RefundService.class)
			.refund(RefundRequest
				.builder(OrderReference.outTradeNo("N2"), "N2-R1", RefundAmount.full(OrderAmount.hkd(888)))
				.build())
			.block(LONG_ENOUGH);
		shop.simulator().advance(Duration.ofMinutes(1));
		Held refund = shop.next();
		assertThat(refund.url()).hasToString("https://shop.example.com/wechatpay/notifications");
		assertThat(shop.deliver(refund)).isEqualTo(204);
		assertThat(shop.received().of("N2")).containsExactly("default payment:N2:SUCCESS",
				"default refund:N2-R1:SUCCESS");
	}

	@Test
	void acknowledgesADuplicateAndDoesNotDeliverIt() {
		Held payment = shop.pay("N3");
		assertThat(shop.deliver(payment)).isEqualTo(204);
		assertThat(shop.deliver(payment)).isEqualTo(204);
		assertThat(shop.received().of("N3")).hasSize(1);
	}

	@Test
	void acceptsItsBodyInPieces() {
		Held payment = shop.pay("N4");
		HttpRequest.BodyPublisher pieces = HttpRequest.BodyPublishers
			.ofInputStream(() -> new ByteArrayInputStream(payment.body()));
		assertThat(shop.send(NotificationShop.PATH, payment.headers(), pieces).join().statusCode()).isEqualTo(204);
	}

	@ParameterizedTest
	@ValueSource(strings = { "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
			"application/json; charset=UTF-16", "none" })
	void verifiesTheRawBytesWhateverTheirType(String contentType) {
		String order = "N5-" + contentType.hashCode();
		Held payment = shop.pay(order.replace("--", "-"));
		assertThat(shop.deliver(NotificationShop.PATH, payment.with("Content-Type", contentType), payment.body()))
			.isEqualTo(204);
	}

	@Test
	void rejectsWhatDoesNotVerify() {
		Held payment = shop.pay("N6");
		byte[] changed = payment.body().clone();
		changed[changed.length - 3] ^= 1;
		assertThat(shop.deliver(NotificationShop.PATH, payment.headers(), changed)).isEqualTo(401);
		assertThat(shop.deliver(NotificationShop.PATH, RawHeaders.empty(), payment.body())).isEqualTo(401);
		assertThat(shop.deliver(NotificationShop.PATH,
				payment.with("Wechatpay-Signature",
						"WECHATPAY/SIGNTEST/" + payment.headers().first("Wechatpay-Signature")),
				payment.body()))
			.isEqualTo(401);
		assertThat(shop.deliver(NotificationShop.PATH, payment.with("Wechatpay-Serial", "ABCDEF"), payment.body()))
			.isEqualTo(401);
		assertThat(shop.deliver(NotificationShop.PATH, RawHeaders.empty(), new byte[0])).isEqualTo(401);
		assertThat(shop.received().of("N6")).isEmpty();
		assertThat(shop.deliver(payment)).isEqualTo(204);
	}

	@Test
	void rejectsHeadersThatCannotVerifyBeforeTheBodyArrives() throws IOException {
		RawHeaders headers = shop.pay("N7").headers();
		String signature = Objects.requireNonNull(headers.first("Wechatpay-Signature"));
		long tooOld = shop.simulator().clock().instant().minus(ResponseVerifier.ACCEPTED_CLOCK_SKEW).getEpochSecond()
				- 1;
		List<RawHeaders> unverifiable = List.of(RawHeaders.empty(), headers.replace("Wechatpay-Signature", "?"),
				headers.with("Wechatpay-Serial", "ABCDEF"),
				headers.replace("Wechatpay-Signature", "WECHATPAY/SIGNTEST/" + signature),
				headers.replace("Wechatpay-Timestamp", Long.toString(tooOld)));
		for (RawHeaders each : unverifiable) {
			assertThat(statusLine(each, "Content-Length: 1000", "")).contains(" 401");
		}
	}

	@Test
	void rejectsABodyThatIsAnnouncedAsTooLargeBeforeItArrives() throws IOException {
		assertThat(statusLine(shop.pay("N11").headers(), "Content-Length: 65537", "")).contains(" 401");
	}

	@Test
	void rejectsABodyThatTurnsOutTooLargeBeforeItsEnd() throws IOException {
		assertThat(statusLine(shop.pay("N12").headers(), "Transfer-Encoding: chunked",
				"10001\r\n" + "x".repeat(65537) + "\r\n"))
			.contains(" 401");
	}

	/**
	 * Send a request whose body does not end.
	 */
	private static String statusLine(RawHeaders headers, String header, String body) throws IOException {
		try (Socket socket = shop.send(NotificationShop.PATH, headers, header + "\r\n\r\n" + body)) {
			return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
				.readLine();
		}
	}

	@Test
	void asksForARepetitionWhenAListenerFails() {
		Held payment = shop.pay("N8");
		shop.received().failure.set(new IllegalStateException("The disk is full"));
		assertThat(shop.deliver(payment)).isEqualTo(500);
		shop.received().failure.set(null);
		assertThat(shop.deliver(payment)).isEqualTo(204);
		assertThat(shop.received().of("N8")).hasSize(1);
	}

	@Test
	void leavesAllOtherRequestsAlone() {
		Held payment = shop.pay("N9");
		assertThat(shop.deliver("/wechatpay", payment.headers(), payment.body())).isEqualTo(404);
		assertThat(shop.deliver(NotificationShop.PATH + "x", payment.headers(), payment.body())).isEqualTo(404);
		assertThat(shop.deliver(NotificationShop.PATH + "/a/b", payment.headers(), payment.body())).isEqualTo(404);
	}

	@Test
	void rejectsTheNameOfAMerchantThatDoesNotExist() {
		Held payment = shop.pay("N10");
		assertThat(shop.deliver(NotificationShop.PATH + "/kowloon", payment.headers(), payment.body())).isEqualTo(401);
		assertThat(shop.deliver(payment)).isEqualTo(204);
	}

}
