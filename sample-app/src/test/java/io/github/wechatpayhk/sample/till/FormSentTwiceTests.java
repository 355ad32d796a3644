package io.github.wechatpayhk.sample.till;

import java.time.Duration;

import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.fault.Fault;
import io.github.wechatpayhk.simulator.notification.SentNotification;
import io.github.wechatpayhk.simulator.order.TradeState;
import io.github.wechatpayhk.simulator.protocol.Operation;
import io.github.wechatpayhk.simulator.refund.SimulatedRefundStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A double click without a script: the same form arrives twice.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "wechatpay.hk.quick-pay.first-query=50ms", "wechatpay.hk.quick-pay.earliest-reverse=50ms" })
class FormSentTwiceTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	@Autowired
	private WechatPayHkSimulator simulator;

	@LocalServerPort
	private int port;

	private Forms forms;

	@BeforeEach
	void reset() {
		this.forms = new Forms(this.port);
		this.simulator.reset();
	}

	@Test
	void takesOnePayment() throws InterruptedException {
		String outTradeNo = pay();

		assertThat(this.simulator.requests().of(Operation.MICROPAY)).hasSize(1);
		assertThat(this.simulator.orders().state(outTradeNo)).isEqualTo(TradeState.SUCCESS);
	}

	@Test
	void reversesOnce() throws InterruptedException {
		String outTradeNo = pay();
		this.simulator.faults().inject(Fault.latency(Duration.ofSeconds(1))).on(Operation.REVERSE);

		this.forms.sendTwice("/till/" + outTradeNo + "/reverse",
				"_csrf=" + Forms.token(this.forms.page("/till/" + outTradeNo)));
		awaitStage(outTradeNo, "reversed");

		// The scheduled reversal repeats it, and confirms it by a query
		this.simulator.requests().await((request) -> request.route().operation() == Operation.QUERY, PATIENCE);
		assertThat(this.simulator.requests().of(Operation.REVERSE)).hasSize(2);
	}

	@Test
	void refundsOnce() throws InterruptedException {
		String outTradeNo = pay();

		this.forms.sendTwice("/till/" + outTradeNo + "/refund", "amount=3.00&outRefundNo=" + outTradeNo
				+ "@refund-1&_csrf=" + Forms.token(this.forms.page("/till/" + outTradeNo)));
		this.simulator.requests().await((request) -> request.route().operation() == Operation.REFUND, PATIENCE);

		assertThat(this.simulator.requests().of(Operation.REFUND)).hasSize(1);
		assertThat(this.simulator.refunds().all()).hasSize(1);
	}

	@Test
	void showsTheNotificationOfARefund() throws InterruptedException {
		String outTradeNo = pay();
		String outRefundNo = outTradeNo + "@refund-1";
		this.forms.sendTwice("/till/" + outTradeNo + "/refund", "amount=3.00&outRefundNo=" + outRefundNo + "&_csrf="
				+ Forms.token(this.forms.page("/till/" + outTradeNo)));
		this.simulator.requests().await((request) -> request.route().operation() == Operation.REFUND, PATIENCE);
		assertThat(this.forms.page("/till/" + outTradeNo)).doesNotContain("WeChat Pay notified");

		this.simulator.finishRefund(outRefundNo, SimulatedRefundStatus.SUCCESS);

		this.simulator.notifications().await(SentNotification::isAccepted, PATIENCE);
		this.forms.awaitPage("/till/" + outTradeNo,
				"(?s)refunded</span>.*" + outRefundNo + ".*WeChat Pay notified: \\d");
	}

	@Test
	void saysInBothLanguagesWhyWechatPayRefused() throws InterruptedException {
		String outTradeNo = pay("93", "reversed");

		assertThat(this.forms.page("/till/" + outTradeNo)).contains("The payer has not enough money.", "NOT_ENOUGH");
		assertThat(this.forms.client()
			.get()
			.uri("/till/" + outTradeNo)
			.header("Accept-Language", "zh-Hant")
			.exchange()
			.expectBody(String.class)
			.returnResult()
			.getResponseBody()).contains("付款人的餘額不足。", "NOT_ENOUGH");
	}

	private String pay() throws InterruptedException {
		return pay("00", "paid");
	}

	private String pay(String payer, String stage) throws InterruptedException {
		String page = this.forms.page("/");
		String outTradeNo = Forms.first("name=\"outTradeNo\" value=\"([^\"]*)\"", page);
		String authCode = Forms.first("<option value=\"([0-9]{16}" + payer + ")\"", page);
		this.forms.sendTwice("/till", "amount=8.88&description=Tea&authCode=" + authCode + "&outTradeNo=" + outTradeNo
				+ "&_csrf=" + Forms.token(page));
		awaitStage(outTradeNo, stage);
		return outTradeNo;
	}

	private void awaitStage(String outTradeNo, String stage) {
		this.forms.awaitPage("/till/" + outTradeNo, "card state tone-" + stage);
	}

}
