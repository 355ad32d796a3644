package io.github.wechatpayhk.sample.till;

import java.util.Map;

import io.github.wechatpayhk.order.OrderAmount;
import io.github.wechatpayhk.order.OrderReference;
import io.github.wechatpayhk.refund.RefundAmount;
import io.github.wechatpayhk.refund.RefundRequest;
import io.github.wechatpayhk.refund.RefundService;
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
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "wechatpay.hk.retry.backoff=50ms", "wechatpay.hk.durable-reversal.polling-interval=200ms",
				"wechatpay.hk.durable-reversal.first-pause=1s", "wechatpay.hk.durable-reversal.longest-pause=2s",
				"wechatpay.hk.online-payment.refund-pauses=1s" })
class RefundTests {

	private static final String PART_IS_BACK = "tone-paid\"(?s).*HK\\$3.00 of it went back already";

	@Autowired
	private WechatPayHkSimulator simulator;

	@Autowired
	private RefundService refundService;

	@LocalServerPort
	private int port;

	private Forms forms;

	@BeforeEach
	void reset() {
		this.simulator.reset();
		this.forms = new Forms(this.port);
	}

	@ParameterizedTest
	@ValueSource(strings = { "reset-before-effect", "reset-after-effect", "unsigned" })
	void sendsTheSameRefundOfAPaymentInStoreAgainAfterAnUnknownOutcome(String fault) {
		String page = "/till/" + pay();
		this.simulator.faults().inject(Fault.parse(fault)).on(Operation.REFUND);
		refund(page, 1, "3.00");
		String unknown = this.forms.awaitPage(page, "card state tone-refund-unknown");
		assertThat(unknown).contains("Refund not confirmed", "id=\"refund-again\"")
			.doesNotContain("@refund-2\"", "id=\"reverse\"");
		this.simulator.faults().clear();
		refund(page, 2, "3.00");
		refund(page, 1, "4.00");
		this.forms.send(page + "/ask", csrf().substring(1));
		assertThat(this.simulator.refunds().all()).allSatisfy((refund) -> assertThat(refund.amount()).isEqualTo(300));
		refund(page, 1, "3.00");
		finishRefund(page, 1);

		assertThat(this.forms.awaitPage(page, PART_IS_BACK)).contains("@refund-2\"", "max=\"5.88\"");
		assertThat(this.simulator.refunds().all()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "reset-before-effect", "reset-after-effect", "unsigned" })
	void sendsTheSameRefundByQrCodeAgainAfterAnUnknownOutcome(String fault) {
		String page = "/qr/" + payByQrCode();
		this.simulator.faults().inject(Fault.parse(fault)).on(Operation.REFUND);
		refund(page, 1, "3.00");
		String unknown = this.forms.awaitPage(page, "card state qr tone-refund-unknown");
		assertThat(unknown).contains("Refund not confirmed").doesNotContain("@refund-2\"");
		refund(page, 2, "3.00");
		this.simulator.faults().clear();
		finishRefund(page, 1);

		assertThat(this.forms.awaitPage(page, PART_IS_BACK)).contains("@refund-2\"", "max=\"5.88\"");
		assertThat(this.simulator.refunds().all()).hasSize(1);
	}

	@Test
	void sendsTheSameRefundAgainWhenTheCallOfTheApiIsRepeated() {
		String outTradeNo = pay();
		this.simulator.faults().inject(Fault.resetAfterEffect()).on(Operation.REFUND);
		refundByApi(outTradeNo, 300).expectStatus()
			.isEqualTo(HttpStatus.BAD_GATEWAY)
			.expectBody()
			.jsonPath("$.outcome")
			.isEqualTo("UNKNOWN")
			.jsonPath("$.title")
			.isEqualTo("Not known whether it took effect: repeat the same call");
		this.simulator.faults().clear();
		refundByApi(outTradeNo, 200).expectStatus().isBadRequest();
		refundByApi(outTradeNo, 300).expectStatus().isNoContent();
		refundByApi(outTradeNo, 300).expectStatus().isNoContent();
		finishRefund("/till/" + outTradeNo, 1);

		assertThat(this.forms.awaitPage("/till/" + outTradeNo, PART_IS_BACK)).contains("max=\"5.88\"");
		assertThat(this.simulator.refunds().all()).hasSize(1);
	}

	@Test
	void asksForARefundThatIsRefusedAfterAnUnknownOutcome() {
		String page = "/till/" + pay();
		this.simulator.faults().inject(Fault.resetAfterEffect()).on(Operation.REFUND);
		refund(page, 1, "3.00");
		this.forms.awaitPage(page, "card state tone-refund-unknown");
		this.simulator.faults().clear();
		this.simulator.faults().inject(Fault.forbidden()).on(Operation.REFUND);
		refund(page, 1, "3.00");

		assertThat(this.forms.awaitPage(page, "card state tone-refunding")).doesNotContain("@refund-2\"");
		finishRefund(page, 1);
		this.forms.awaitPage(page, PART_IS_BACK);
		assertThat(this.simulator.refunds().all()).hasSize(1);
	}

	@Test
	void keepsTheNumberOfARefundThatWasRefusedWithoutProof() {
		String page = "/till/" + pay();
		this.simulator.faults().inject(Fault.forbidden(), Fault.unsigned()).on(Operation.REFUND);
		refund(page, 1, "3.00");
		this.forms.awaitPage(page, "card state tone-refund-unknown");
		this.simulator.faults().clear();
		this.forms.send(page + "/ask", csrf().substring(1));

		assertThat(this.forms.page(page)).contains("card state tone-refund-unknown").doesNotContain("@refund-2\"");
		refund(page, 1, "3.00");
		this.forms.awaitPage(page, "card state tone-refunding");
		assertThat(this.simulator.refunds().all()).hasSize(1);
	}

	@Test
	void offersTheMoneyOfARefundThatWasRefusedWithProof() {
		String page = "/till/" + pay();
		this.simulator.faults().inject(Fault.forbidden()).on(Operation.REFUND);
		refund(page, 1, "3.00");

		assertThat(this.forms.awaitPage(page, "card state tone-paid(?s).*NO_AUTH"))
			.contains("@refund-2\"", "max=\"8.88\"", "WeChat Pay refused: NO_AUTH", "not refunded")
			.doesNotContain("refused the payment");
	}

	@Test
	void requiresActionAfterARefundByQrCodeWasRefusedAndSendsTheSameOne() {
		String page = "/qr/" + payByQrCode();
		this.simulator.faults().inject(Fault.forbidden()).on(Operation.REFUND);
		refund(page, 1, "3.00");
		assertThat(this.forms.awaitPage(page, "card state qr tone-refund-requires-action"))
			.contains("NO_AUTH", "Look into the refund")
			.doesNotContain("@refund-2\"");
		refund(page, 2, "3.00");
		this.simulator.faults().clear();
		this.forms.send(page + "/refund/retry", csrf().substring(1));
		finishRefund(page, 1);

		assertThat(this.forms.awaitPage(page, PART_IS_BACK)).contains("@refund-2\"", "max=\"5.88\"");
		assertThat(this.simulator.refunds().all()).hasSize(1);
	}

	@Test
	void countsARefundByQrCodeThatWasSettled() {
		String page = "/qr/" + payByQrCode();
		this.simulator.faults().inject(Fault.forbidden()).on(Operation.REFUND);
		refund(page, 1, "3.00");
		this.forms.awaitPage(page, "card state qr tone-refund-requires-action");
		this.forms.send(page + "/refund/settle", "reason=Paid%20back%20in%20cash" + csrf());

		assertThat(this.forms.awaitPage(page, "card state qr tone-paid"))
			.contains("settled by hand", "Paid back in cash", "max=\"5.88\"")
			.doesNotContain("of it went back already");
	}

	@Test
	void countsARefundByQrCodeThatWasRefusedOnceWechatPayNotifiesItsSuccess() {
		String page = "/qr/" + payByQrCode();
		this.simulator.faults().inject(Fault.forbidden().afterEffect()).on(Operation.REFUND);
		this.simulator.faults().inject(Fault.notFound()).on(Operation.QUERY_REFUND);
		refund(page, 1, "3.00");
		this.forms.awaitPage(page, "tone-refund-requires-action");
		finishRefund(page, 1);

		assertThat(this.forms.awaitPage(page, "WeChat Pay notified: ")).containsPattern(PART_IS_BACK)
			.contains("max=\"5.88\"");
	}

	@Test
	void saysThatTheMoneyOfARefundCannotBeDelivered() {
		String inStore = "/till/" + pay();
		String byQrCode = "/qr/" + payByQrCode();
		for (String page : new String[] { inStore, byQrCode }) {
			refund(page, 1, "3.00");
			finishRefund(page, 1, SimulatedRefundStatus.ABNORMAL);
			assertThat(this.forms.awaitPage(page, "tone-refund-requires-action"))
				.contains("The payer may not have this money")
				.doesNotContain("id=\"refund\"");
			finishRefund(page, 1, SimulatedRefundStatus.SUCCESS);
			this.forms.awaitPage(page, PART_IS_BACK);
		}
	}

	@Test
	void offersTheMoneyOfARefundThatWechatPayClosed() {
		String inStore = "/till/" + pay();
		String byQrCode = "/qr/" + payByQrCode();
		for (String page : new String[] { inStore, byQrCode }) {
			refund(page, 1, "3.00");
			finishRefund(page, 1, SimulatedRefundStatus.REFUNDCLOSE);
			assertThat(this.forms.awaitPage(page, "tone-paid(?s).*not refunded")).contains("@refund-2\"",
					"max=\"8.88\"");
		}
	}

	@Test
	void showsWhatIsBackOfAnOrderThatWasRefundedElsewhere() {
		OrderReference order = OrderReference.outTradeNo(WechatPayHkSimulator.PAID_ORDER);
		RefundAmount amount = new RefundAmount(300, 888, OrderAmount.hkd(888).currency());
		this.refundService.refund(RefundRequest.builder(order, "ELSEWHERE", amount).build()).block(Forms.PATIENCE);
		String page = "/till/" + WechatPayHkSimulator.PAID_ORDER;
		this.forms.page("/");
		this.forms.send("/till/find", "outTradeNo=" + WechatPayHkSimulator.PAID_ORDER + csrf());
		assertThat(this.forms.page(page)).contains("card state tone-refunding", "ELSEWHERE");
		this.simulator.finishRefund("ELSEWHERE", SimulatedRefundStatus.SUCCESS);

		this.forms.send(page + "/ask", csrf().substring(1));
		assertThat(this.forms.page(page)).containsPattern(PART_IS_BACK).contains("@refund-1\"", "max=\"5.88\"");
	}

	@Test
	void showsTheCallsOfARefundWithTheirOrder() {
		String page = "/qr/" + payByQrCode();
		this.simulator.faults().inject(Fault.resetBeforeEffect()).on(Operation.REFUND).once();
		refund(page, 1, "3.00");

		this.forms.awaitPage(page, "(?s)<span class=\"operation\">Refund</span>.*attempt 2.*"
				+ "<span class=\"operation\">Query refund</span>");
	}

	@ParameterizedTest
	@ValueSource(strings = { "2.999", "184467440737095519.16", "1e999999999" })
	void refusesAnAmountThatIsNoNumberOfCents(String amount) {
		String inStore = "/till/" + pay();
		String byQrCode = "/qr/" + payByQrCode();

		for (String page : new String[] { inStore, byQrCode }) {
			String outTradeNo = page.substring(page.lastIndexOf('/') + 1);
			this.forms.send(page + "/refund", "amount=" + amount + "&outRefundNo=" + outTradeNo + "@refund-1" + csrf())
				.expectStatus()
				.isBadRequest();
			assertThat(this.simulator.requests().of(Operation.REFUND))
				.noneMatch((request) -> request.bodyText().contains(outTradeNo));
		}
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

	private WebTestClient.ResponseSpec refundByApi(String outTradeNo, int total) {
		return this.forms.client()
			.post()
			.uri("/orders/" + outTradeNo + "/refunds")
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue(Map.of("total", total))
			.exchange();
	}

	private void finishRefund(String page, int number) {
		finishRefund(page, number, SimulatedRefundStatus.SUCCESS);
	}

	private void finishRefund(String page, int number, SimulatedRefundStatus status) {
		String outRefundNo = page.substring(page.lastIndexOf('/') + 1) + "@refund-" + number;
		this.simulator.requests()
			.await((request) -> this.simulator.refunds().find(outRefundNo) != null, Forms.PATIENCE);
		this.simulator.faults().clear();
		this.simulator.finishRefund(outRefundNo, status);
	}

}
