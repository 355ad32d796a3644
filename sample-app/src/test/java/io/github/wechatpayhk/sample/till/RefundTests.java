package io.github.wechatpayhk.sample.till;

import java.util.Map;

import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.fault.Fault;
import io.github.wechatpayhk.simulator.protocol.Operation;
import io.github.wechatpayhk.simulator.refund.SimulatedRefundStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Money goes back once, whatever fails on the way.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "wechatpay.hk.retry.backoff=50ms")
class RefundTests {

	// One call makes three at most
	private static final int QUERIES_OF_TWO_CALLS = 4;

	private static final String PART_IS_BACK = "tone-paid\"(?s).*HK\\$3.00 of it went back already";

	@Autowired
	private WechatPayHkSimulator simulator;

	@LocalServerPort
	private int port;

	private Forms forms;

	@BeforeEach
	void reset() {
		this.simulator.reset();
		this.forms = new Forms(this.port);
	}

	@ParameterizedTest
	@ValueSource(strings = { "not-found", "reset-before-effect" })
	void refundsOnceOnThePageOfAPaymentInStoreWhoseRefundCannotBeQueried(String fault) {
		refundsOnce("/till/" + pay(), fault);
	}

	@ParameterizedTest
	@ValueSource(strings = { "not-found", "reset-before-effect" })
	void refundsOnceOnThePageOfAnOrderByQrCodeWhoseRefundCannotBeQueried(String fault) {
		refundsOnce("/qr/" + payByQrCode(), fault);
	}

	private void refundsOnce(String page, String fault) {
		this.simulator.faults().inject(Fault.parse(fault)).on(Operation.QUERY_REFUND);
		refund(page, 1, "3.00");
		awaitQueries(QUERIES_OF_TWO_CALLS);
		refund(page, 2, "3.00");
		assertThat(this.forms.page(page)).contains("tone-refunding").doesNotContain("class=\"problem\"");
		finishRefund();

		assertThat(this.forms.awaitPage(page, PART_IS_BACK)).contains("@refund-2\"", "max=\"5.88\"");
		assertThat(this.simulator.requests().of(Operation.REFUND)).hasSize(1);
		assertThat(this.simulator.refunds().all()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "not-found", "reset-before-effect" })
	void refundsOnceByTheApiWhenTheRefundCannotBeQueried(String fault) throws InterruptedException {
		String outTradeNo = pay();
		this.simulator.faults().inject(Fault.parse(fault)).on(Operation.QUERY_REFUND);
		Thread first = new Thread(() -> refundByApi(outTradeNo));
		first.start();
		awaitQueries(QUERIES_OF_TWO_CALLS);
		refundByApi(outTradeNo).expectStatus().isBadRequest();
		finishRefund();
		first.join();

		assertThat(this.forms.awaitPage("/till/" + outTradeNo, PART_IS_BACK)).contains("max=\"5.88\"");
		assertThat(this.simulator.requests().of(Operation.REFUND)).hasSize(1);
		assertThat(this.simulator.refunds().all()).hasSize(1);
	}

	@Test
	void keepsTheMoneyOfARefundThatWasRefusedWithoutProof() {
		String page = "/till/" + pay();
		refund(page, 1, "3.00");
		awaitQueries(1);
		finishRefund();
		this.forms.awaitPage(page, PART_IS_BACK);
		this.simulator.faults().inject(Fault.forbidden(), Fault.unsigned()).on(Operation.REFUND);
		refund(page, 2, "1.00");
		this.forms.awaitPage(page, "card state tone-unknown");
		this.simulator.faults().clear();
		this.forms.send(page + "/ask", csrf().substring(1));

		assertThat(this.forms.awaitPage(page, PART_IS_BACK)).contains("@refund-3\"", "max=\"4.88\"");
		refund(page, 3, "5.88");
		assertThat(this.simulator.requests().of(Operation.REFUND)).hasSize(2);
	}

	@Test
	void offersTheMoneyOfARefundThatWasRefusedWithProof() {
		String page = "/till/" + pay();
		this.simulator.faults().inject(Fault.forbidden()).on(Operation.REFUND);
		refund(page, 1, "3.00");

		assertThat(this.forms.awaitPage(page, "card state tone-paid(?s).*NO_AUTH")).contains("@refund-2\"",
				"max=\"8.88\"");
	}

	@Test
	void keepsTheNumberOfARefundByQrCodeThatWasRefusedWithoutProof() {
		String page = "/qr/" + payByQrCode();
		this.simulator.faults().inject(Fault.forbidden(), Fault.unsigned()).on(Operation.REFUND);
		refund(page, 1, "3.00");
		this.forms.awaitPage(page, "tone-refund-(unknown|refused)");
		refund(page, 2, "3.00");
		this.simulator.faults().clear();
		this.forms.send(page + "/refund/again", csrf().substring(1));
		awaitQueries(1);
		finishRefund();

		assertThat(this.forms.awaitPage(page, PART_IS_BACK)).contains("@refund-2\"", "max=\"5.88\"");
		assertThat(this.simulator.refunds().all()).hasSize(1);
	}

	@Test
	void countsARefundByQrCodeThatWasRefusedOnceWechatPayNotifiesItsSuccess() {
		String page = "/qr/" + payByQrCode();
		this.simulator.faults().inject(Fault.forbidden().afterEffect()).on(Operation.REFUND);
		this.simulator.faults().inject(Fault.notFound()).on(Operation.QUERY_REFUND);
		refund(page, 1, "3.00");
		this.forms.awaitPage(page, "tone-refund-refused");
		finishRefund();

		assertThat(this.forms.awaitPage(page, "WeChat Pay notified: ")).containsPattern(PART_IS_BACK)
			.contains("max=\"5.88\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { "2.999", "184467440737095519.16", "1e999999999" })
	void refusesAnAmountThatIsNoNumberOfCents(String amount) {
		String inStore = "/till/" + pay();
		String byQrCode = "/qr/" + payByQrCode();

		for (String page : new String[] { inStore, byQrCode }) {
			this.forms
				.send(page + "/refund",
						"amount=" + amount + "&outRefundNo=" + page.substring(page.lastIndexOf('/') + 1) + "@refund-1"
								+ csrf())
				.expectStatus()
				.isBadRequest();
		}
		assertThat(this.simulator.requests().of(Operation.REFUND)).isEmpty();
	}

	@Test
	void takesNoPaymentInStoreUnderTheNumberOfAnOrderByQrCode() {
		String outTradeNo = payByQrCode();
		assertThat(this.forms.send("/till", form(outTradeNo, "130000000000000000"))
			.expectStatus()
			.isEqualTo(HttpStatus.CONFLICT)
			.expectBody(String.class)
			.returnResult()
			.getResponseBody()).contains("This form was used for another order.");
		this.forms.client()
			.post()
			.uri("/orders")
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue(Map.of("outTradeNo", outTradeNo, "total", 888, "description", "Tea", "merchantCategoryCode",
					"5411", "authCode", "130000000000000000"))
			.exchange()
			.expectStatus()
			.isEqualTo(HttpStatus.CONFLICT)
			.expectBody()
			.jsonPath("$.outcome")
			.isEqualTo("NOT_SENT");

		assertThat(this.simulator.requests().of(Operation.MICROPAY)).isEmpty();
	}

	private String pay() {
		String page = this.forms.page("/");
		String outTradeNo = number(page);
		this.forms.send("/till", form(outTradeNo, Forms.first("<option value=\"([0-9]{16}00)\"", page)));
		this.forms.awaitPage("/till/" + outTradeNo, "card state tone-paid");
		return outTradeNo;
	}

	private String payByQrCode() {
		String outTradeNo = number(this.forms.page("/"));
		this.forms.send("/till/qr", form(outTradeNo, ""));
		this.forms.awaitPage("/qr/" + outTradeNo, "card state qr tone-to-be-scanned");
		this.simulator.pay(outTradeNo);
		this.forms.awaitPage("/qr/" + outTradeNo, "card state qr tone-paid");
		return outTradeNo;
	}

	private static String number(String page) {
		return Forms.first("name=\"outTradeNo\" value=\"([^\"]*)\"", page);
	}

	private String form(String outTradeNo, String authCode) {
		return "amount=8.88&description=Tea&authCode=" + authCode + "&outTradeNo=" + outTradeNo + csrf();
	}

	private String csrf() {
		return "&_csrf=" + Forms.token(this.forms.page("/"));
	}

	private void refund(String page, int number, String amount) {
		String outRefundNo = page.substring(page.lastIndexOf('/') + 1) + "@refund-" + number;
		this.forms.send(page + "/refund", "amount=" + amount + "&outRefundNo=" + outRefundNo + csrf())
			.expectStatus()
			.is3xxRedirection();
	}

	private WebTestClient.ResponseSpec refundByApi(String outTradeNo) {
		return this.forms.client()
			.post()
			.uri("/orders/" + outTradeNo + "/refunds")
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue(Map.of("total", 300))
			.exchange();
	}

	private void awaitQueries(int number) {
		this.simulator.requests()
			.await((request) -> this.simulator.requests().of(Operation.QUERY_REFUND).size() >= number, Forms.PATIENCE);
	}

	private void finishRefund() {
		this.simulator.faults().clear();
		this.simulator.refunds()
			.all()
			.forEach((refund) -> this.simulator.finishRefund(refund.outRefundNo(), SimulatedRefundStatus.SUCCESS));
	}

}
