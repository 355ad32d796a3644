package io.github.wechatpayhk.sample.till;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.fault.Fault;
import io.github.wechatpayhk.simulator.notification.SentNotification;
import io.github.wechatpayhk.simulator.order.TradeState;
import io.github.wechatpayhk.simulator.protocol.Operation;
import io.github.wechatpayhk.simulator.refund.SimulatedRefundStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;

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

	private String cookie;

	@BeforeEach
	void reset() {
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

		sendTwice("/till/" + outTradeNo + "/reverse", "_csrf=" + token(page("/till/" + outTradeNo)));
		awaitStage(outTradeNo, "reversed");

		assertThat(this.simulator.requests().of(Operation.REVERSE)).hasSize(1);
	}

	@Test
	void refundsOnce() throws InterruptedException {
		String outTradeNo = pay();

		sendTwice("/till/" + outTradeNo + "/refund",
				"amount=3.00&outRefundNo=" + outTradeNo + "@refund-1&_csrf=" + token(page("/till/" + outTradeNo)));
		this.simulator.requests().await((request) -> request.route().operation() == Operation.QUERY_REFUND, PATIENCE);

		assertThat(this.simulator.requests().of(Operation.REFUND)).hasSize(1);
		assertThat(this.simulator.refunds().all()).hasSize(1);
	}

	@Test
	void showsTheNotificationOfARefund() throws InterruptedException {
		String outTradeNo = pay();
		String outRefundNo = outTradeNo + "@refund-1";
		sendTwice("/till/" + outTradeNo + "/refund",
				"amount=3.00&outRefundNo=" + outRefundNo + "&_csrf=" + token(page("/till/" + outTradeNo)));
		this.simulator.requests().await((request) -> request.route().operation() == Operation.QUERY_REFUND, PATIENCE);
		assertThat(page("/till/" + outTradeNo)).doesNotContain("id=\"notified\"");

		this.simulator.finishRefund(outRefundNo, SimulatedRefundStatus.SUCCESS);

		this.simulator.notifications().await(SentNotification::isAccepted, PATIENCE);
		awaitPage(outTradeNo, "id=\"notified\"");
		assertThat(page("/till/" + outTradeNo)).containsPattern("id=\"notified\"[^\\n]*" + outRefundNo + " SUCCESS");
	}

	@Test
	void saysInBothLanguagesWhyWechatPayRefused() throws InterruptedException {
		String outTradeNo = pay("93", "reversed");

		assertThat(page("/till/" + outTradeNo)).contains("The payer has not enough money.", "NOT_ENOUGH");
		assertThat(client().get()
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
		String page = page("/");
		String outTradeNo = first("name=\"outTradeNo\" value=\"([^\"]*)\"", page);
		String authCode = first("<option value=\"([0-9]{16}" + payer + ")\"", page);
		sendTwice("/till", "amount=8.88&description=Tea&authCode=" + authCode + "&outTradeNo=" + outTradeNo + "&_csrf="
				+ token(page));
		awaitStage(outTradeNo, stage);
		return outTradeNo;
	}

	private void awaitStage(String outTradeNo, String stage) {
		awaitPage(outTradeNo, "card state tone-" + stage);
	}

	private void awaitPage(String outTradeNo, String pattern) {
		WebTestClient.ResponseSpec events = client().get()
			.uri("/till/" + outTradeNo + "/events?seen=-1")
			.accept(MediaType.TEXT_EVENT_STREAM)
			.exchange();
		events.returnResult(String.class)
			.getResponseBody()
			.publishOn(Schedulers.boundedElastic())
			.map((event) -> page("/till/" + outTradeNo))
			.any(Pattern.compile(pattern).asPredicate())
			.block(PATIENCE);
	}

	private void sendTwice(String path, String form) throws InterruptedException {
		Thread other = new Thread(() -> send(path, form));
		other.start();
		send(path, form);
		other.join();
	}

	private void send(String path, String form) {
		client().post()
			.uri(path)
			.cookie("XSRF-TOKEN", this.cookie)
			.contentType(MediaType.APPLICATION_FORM_URLENCODED)
			.bodyValue(form)
			.exchange()
			.expectStatus()
			.is3xxRedirection();
	}

	private String page(String path) {
		EntityExchangeResult<String> response = client().get()
			.uri(path)
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(String.class)
			.returnResult();
		this.cookie = response.getResponseCookies().getFirst("XSRF-TOKEN").getValue();
		return response.getResponseBody();
	}

	private static String token(String page) {
		return first("name=\"_csrf\" value=\"([^\"]*)\"", page);
	}

	private static String first(String pattern, String text) {
		Matcher matcher = Pattern.compile(pattern).matcher(text);
		assertThat(matcher.find()).as(pattern).isTrue();
		return matcher.group(1);
	}

	private WebTestClient client() {
		return WebTestClient.bindToServer().baseUrl("http://127.0.0.1:" + this.port).responseTimeout(PATIENCE).build();
	}

}
