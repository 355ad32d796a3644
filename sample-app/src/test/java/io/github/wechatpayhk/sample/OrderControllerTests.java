package io.github.wechatpayhk.sample;

import java.time.Duration;

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
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The application as it runs in production, with a simulator where WeChat Pay would be.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@AutoConfigureWechatPayHkSimulator
@ActiveProfiles("live")
class OrderControllerTests {

	private static final String ORDER = WechatPayHkSimulator.PAID_ORDER;

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
	void triesAgainAfterALostAnswer() {
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

	private WebTestClient.ResponseSpec reverse() {
		return WebTestClient.bindToServer()
			.baseUrl("http://127.0.0.1:" + this.port)
			.responseTimeout(Duration.ofSeconds(60))
			.build()
			.post()
			.uri("/orders/{outTradeNo}/reverse", ORDER)
			.exchange();
	}

}
