package io.github.wechatpayhk.simulator.notification;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import com.github.tomakehurst.wiremock.client.WireMock;
import io.github.wechatpayhk.simulator.DirectCaller;
import io.github.wechatpayhk.simulator.TestCaller;
import io.github.wechatpayhk.simulator.TestKeys;
import io.github.wechatpayhk.simulator.Vectors;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.fault.Fault;
import io.github.wechatpayhk.simulator.http.RawHeaders;
import io.github.wechatpayhk.simulator.protocol.Operation;
import io.github.wechatpayhk.simulator.time.SimulatedClock;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class NotificationTests {

	private static final String URL = ",\"notify_url\":\"https://shop.example.com/notify\"";

	private final List<RawHeaders> posted = new ArrayList<>();

	private int status = 200;

	private final WechatPayHkSimulator simulator = WechatPayHkSimulator.builder()
		.clock(SimulatedClock.standing(Instant.parse("2026-01-01T00:00:00Z")))
		.merchant(TestKeys.merchant())
		.platform(TestKeys::platform)
		.notificationTransport((url, headers, body) -> {
			this.posted.add(headers);
			return (this.status > 0) ? CompletableFuture.completedFuture(this.status)
					: CompletableFuture.failedFuture(new IOException("down"));
		})
		.startInMemory();

	private final DirectCaller caller = new DirectCaller(this.simulator);

	@Test
	void tellsOfAPayment() throws Exception {
		this.caller.post("/hk/v3/transactions/native", this.caller.order("N1", "NATIVE", URL));
		this.simulator.pay("N1");

		SentNotification sent = this.simulator.notifications().of("N1").get(0);

		assertThat(sent.eventType()).isEqualTo("TRANSACTION.SUCCESS");
		assertThat(sent.isAccepted()).isTrue();
		assertThat(sent.plaintext()).contains("\"trade_state\":\"SUCCESS\"", "\"out_trade_no\":\"N1\"");
		assertThat(decrypt(sent.body())).isEqualTo(sent.plaintext());
		RawHeaders headers = this.posted.get(0);
		String text = headers.first("Wechatpay-Timestamp") + "\n" + headers.first("Wechatpay-Nonce") + "\n"
				+ sent.body() + "\n";
		assertThat(TestCaller.verify(this.simulator.platform().publicKey(), text,
				String.valueOf(headers.first("Wechatpay-Signature"))))
			.isTrue();
	}

	@Test
	void isRepeatedByTheScheduleUntilItGivesUp() {
		this.status = 500;
		this.caller.post("/hk/v3/transactions/native", this.caller.order("N1", "NATIVE", URL));
		Instant start = this.simulator.clock().instant();
		this.simulator.pay("N1");

		this.simulator.advance(Duration.ofSeconds(15));
		assertThat(this.posted).hasSize(2);
		this.simulator.advance(Duration.ofDays(3));

		List<SentNotification.Attempt> attempts = this.simulator.notifications().of("N1").get(0).attempts();
		assertThat(attempts).hasSize(16);
		assertThat(attempts.get(15).dueAt()).isEqualTo(start.plus(Duration.ofHours(24).plusMinutes(4)));
		assertThat(this.posted.stream().map((headers) -> headers.first("Wechatpay-Nonce")).distinct()).hasSize(16);
	}

	@Test
	void isRepeatedOnlyUntilItIsAccepted() {
		this.status = 0;
		this.caller.post("/hk/v3/transactions/native", this.caller.order("N1", "NATIVE", URL));
		this.simulator.pay("N1");
		this.status = 204;
		this.simulator.advance(Duration.ofDays(3));

		List<SentNotification.Attempt> attempts = this.simulator.notifications().of("N1").get(0).attempts();
		assertThat(attempts).extracting(SentNotification.Attempt::status).containsExactly(0, 204);
		assertThat(attempts.get(0).failure()).isEqualTo("IOException");
	}

	@Test
	void tellsOfARefundAndLearnsToBeFaulty() {
		this.simulator.faults().inject(Fault.signTest()).on(Operation.NOTIFICATION).once();
		String no = WechatPayHkSimulator.PAID_ORDER;
		String body = this.caller.refund(no, "R1", 5);
		this.caller.post("/hk/v3/refunds", body.substring(0, body.length() - 1) + URL + "}");

		this.simulator.advance(Duration.ofSeconds(10));

		SentNotification sent = this.simulator.notifications().of(no).get(0);
		assertThat(sent.eventType()).isEqualTo("REFUND.SUCCESS");
		assertThat(sent.plaintext()).contains("\"refund_status\":\"SUCCESS\"", "\"refund_id\"");
		assertThat(this.posted.get(0).first("Wechatpay-Signature")).startsWith("WECHATPAY/SIGNTEST/");
	}

	@Test
	void isSentAgainOnDemandWithASignatureOfItsOwn() {
		this.caller.post("/hk/v3/transactions/native", this.caller.order("N1", "NATIVE", URL));
		this.simulator.pay("N1");

		this.simulator.notifyAgain(this.simulator.notifications().of("N1").get(0).id());
		this.status = 500;
		this.simulator.notifyAgain(this.simulator.notifications().of("N1").get(0).id());
		this.simulator.advance(Duration.ofDays(3));

		assertThat(this.simulator.notifications().of("N1")).singleElement()
			.satisfies((sent) -> assertThat(sent.attempts()).extracting(SentNotification.Attempt::status)
				.containsExactly(200, 200, 500));
		assertThat(this.posted.stream().map((headers) -> headers.first("Wechatpay-Nonce")).distinct()).hasSize(3);
	}

	@Test
	void isLateAndOvertaken() {
		this.simulator.faults().inject(Fault.latency(Duration.ofHours(2))).on(Operation.NOTIFICATION).once();
		this.caller.post("/hk/v3/transactions/native", this.caller.order("N1", "NATIVE", URL));
		this.caller.post("/hk/v3/transactions/native", this.caller.order("N2", "NATIVE", URL));
		Instant start = this.simulator.clock().instant();
		this.simulator.pay("N1");
		this.simulator.pay("N2");
		assertThat(this.simulator.notifications().of("N1").get(0).attempts()).isEmpty();
		assertThat(this.simulator.notifications().of("N2").get(0).isAccepted()).isTrue();

		this.simulator.advance(Duration.ofHours(2));

		assertThat(this.simulator.notifications().of("N1").get(0).attempts()).singleElement()
			.satisfies((attempt) -> assertThat(attempt.dueAt()).isEqualTo(start.plus(Duration.ofHours(2))));
		assertThat(this.posted.get(1).first("Wechatpay-Timestamp"))
			.isEqualTo(Long.toString(start.plus(Duration.ofHours(2)).getEpochSecond()));
	}

	@Test
	void travelsOverHttpInRealTime() {
		try (WechatPayHkSimulator listening = WechatPayHkSimulator.builder()
			.merchant(TestKeys.merchant())
			.platform(TestKeys::platform)
			.start()) {
			listening.wireMock().stubFor(WireMock.post("/notify").willReturn(WireMock.aResponse().withStatus(200)));
			DirectCaller direct = new DirectCaller(listening);
			direct.post("/hk/v3/transactions/native",
					direct.order("N1", "NATIVE", ",\"notify_url\":\"" + listening.globalBaseUrl() + "notify\""));
			listening.payers()
				.forOrder("N2", io.github.wechatpayhk.simulator.order.SimulatedPayer.paysAfter(Duration.ofMillis(5)));
			direct.post("/hk/v3/transactions/native",
					direct.order("N2", "NATIVE", ",\"notify_url\":\"" + listening.globalBaseUrl() + "notify\""));

			SentNotification sent = listening.notifications()
				.await((notification) -> notification.isAccepted(), Duration.ofSeconds(10));

			assertThat(sent.outTradeNo()).isEqualTo("N2");
			assertThat(listening.orders().await("N2", (order) -> order.state().isPaid(), Duration.ofSeconds(10)).held())
				.isEqualTo(888);
		}
	}

	private static String decrypt(String body) throws Exception {
		JsonNode resource = JsonMapper.builder().build().readTree(body).get("resource");
		Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
		cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(Vectors.bytes("apiv3-key.txt"), "AES"),
				new GCMParameterSpec(128, resource.get("nonce").stringValue().getBytes(StandardCharsets.UTF_8)));
		cipher.updateAAD(resource.get("associated_data").stringValue().getBytes(StandardCharsets.UTF_8));
		return new String(cipher.doFinal(Base64.getDecoder().decode(resource.get("ciphertext").stringValue())),
				StandardCharsets.UTF_8);
	}

}
