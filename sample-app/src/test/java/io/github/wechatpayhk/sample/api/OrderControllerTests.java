package io.github.wechatpayhk.sample.api;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;

import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.fault.Fault;
import io.github.wechatpayhk.simulator.order.TradeState;
import io.github.wechatpayhk.simulator.protocol.Operation;
import io.github.wechatpayhk.test.AutoConfigureWechatPayHkSimulator;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The application as it runs in production, with a simulator where WeChat Pay would be.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "wechatpay.hk.durable-reversal.embedded.file=target/durable/${random.uuid}",
				"wechatpay.hk.durable-reversal.auto-start=false" })
@AutoConfigureWechatPayHkSimulator
@ActiveProfiles("live")
class OrderControllerTests {

	private static final String ORDER = WechatPayHkSimulator.PAID_ORDER;

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	@Autowired
	private WechatPayHkSimulator simulator;

	@LocalServerPort
	private int port;

	@Test
	void reverses() {
		reverse().expectStatus().isNoContent();

		assertThat(this.simulator.orders().state(ORDER)).isEqualTo(TradeState.REVOKED);
	}

	@Test
	void triesAgainAfterALostResponse() {
		this.simulator.faults().inject(Fault.resetAfterEffect()).on(Operation.REVERSE).once();

		reverse().expectStatus().isNoContent();

		assertThat(this.simulator.requests().of(Operation.REVERSE)).hasSize(2);
	}

	@Test
	void doesNotClaimSuccessWithoutProof() {
		this.simulator.faults().inject(Fault.unsigned()).on(Operation.REVERSE);

		reverse().expectStatus()
			.isEqualTo(HttpStatus.BAD_GATEWAY)
			.expectBody()
			.jsonPath("$.outcome")
			.isEqualTo("UNKNOWN");
	}

	@Test
	void makesOneCallOfTwoReversalsAtATime() throws InterruptedException {
		this.simulator.faults().inject(Fault.latency(Duration.ofSeconds(1))).on(Operation.REVERSE);
		Thread other = new Thread(() -> reverse().expectStatus().isNoContent());
		other.start();
		reverse().expectStatus().isNoContent();
		other.join();

		assertThat(this.simulator.requests().of(Operation.REVERSE)).hasSize(1);
	}

	@Test
	void takesAPaymentAndTellsHowItStands() {
		String outTradeNo = UUID.randomUUID().toString().replace("-", "");
		pay(outTradeNo, "130000000000000000").expectStatus()
			.isAccepted()
			.expectHeader()
			.location("/orders/" + outTradeNo)
			.expectBody()
			.jsonPath("$.stage")
			.isNotEmpty();
		this.simulator.requests().await((request) -> request.route().operation() == Operation.MICROPAY, PATIENCE);
		assertThat(this.simulator.orders().state(outTradeNo)).isEqualTo(TradeState.SUCCESS);
		pay(outTradeNo, "130000000000000000").expectStatus().isAccepted();

		assertThat(this.simulator.requests().of(Operation.MICROPAY)).hasSize(1);
		client().get()
			.uri("/orders")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$[?(@.outTradeNo == '" + outTradeNo + "')].total")
			.isEqualTo(888);
	}

	@Test
	void saysWhichArgumentIsWrong() {
		pay("J2", "12345").expectStatus()
			.isBadRequest()
			.expectHeader()
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.expectBody()
			.jsonPath("$.outcome")
			.isEqualTo("NOT_SENT")
			.jsonPath("$.detail")
			.value((detail) -> assertThat(detail.toString()).contains("authCode").doesNotContain("12345"));
		client().get().uri("/orders/NOSUCHORDER").exchange().expectStatus().isNotFound();
	}

	private WebTestClient.ResponseSpec pay(String outTradeNo, String authCode) {
		return client().post()
			.uri("/orders")
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue(Map.of("outTradeNo", outTradeNo, "total", 888, "description", "Tea", "merchantCategoryCode",
					"5411", "authCode", authCode))
			.exchange();
	}

	private WebTestClient.ResponseSpec reverse() {
		return client().post().uri("/orders/{outTradeNo}/reverse", ORDER).exchange();
	}

	private WebTestClient client() {
		return WebTestClient.bindToServer().baseUrl("http://127.0.0.1:" + this.port).responseTimeout(PATIENCE).build();
	}

}
