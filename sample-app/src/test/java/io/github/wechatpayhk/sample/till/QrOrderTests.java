package io.github.wechatpayhk.sample.till;

import java.time.Duration;

import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.fault.Fault;
import io.github.wechatpayhk.simulator.notification.SentNotification;
import io.github.wechatpayhk.simulator.order.SimulatedOrder;
import io.github.wechatpayhk.simulator.order.TradeState;
import io.github.wechatpayhk.simulator.protocol.Operation;
import io.github.wechatpayhk.simulator.refund.SimulatedRefundStatus;
import io.github.wechatpayhk.simulator.time.SimulatedClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Orders by QR code: what is sent for them, and what may make them paid.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "wechatpay.hk.retry.backoff=50ms", "wechatpay.hk.durable-reversal.polling-interval=200ms",
				"wechatpay.hk.durable-reversal.first-pause=1s", "wechatpay.hk.durable-reversal.longest-pause=2s",
				"wechatpay.hk.online-payment.refund-pauses=1s" })
class QrOrderTests {

	private static final String WAITING = "card state qr tone-to-be-scanned";

	private static final String CLOSING = "card state qr tone-closing";

	private static final String PAID = "card state qr tone-paid";

	@Autowired
	private WechatPayHkSimulator simulator;

	@Autowired
	private SimulatedClock clock;

	@LocalServerPort
	private int port;

	private Forms forms;

	@BeforeEach
	void reset() {
		this.simulator.reset();
		Duration ahead = Duration.between(this.clock.instant(), this.simulator.clock().instant());
		if (ahead.toSeconds() > 0) {
			this.clock.advance(ahead);
		}
		this.forms = new Forms(this.port);
	}

	@Test
	void placesOneOrderForAFormThatIsSentTwice() throws InterruptedException {
		String outTradeNo = place();

		assertThat(this.simulator.requests().of(Operation.NATIVE)).hasSize(1);
		assertThat(this.simulator.orders().state(outTradeNo)).isEqualTo(TradeState.NOTPAY);
	}

	@Test
	void givesAFormThatWasUsedForAnotherOrderANumberOfItsOwn() throws InterruptedException {
		String outTradeNo = place();
		String page = this.forms.send("/till/qr", form(outTradeNo, "9.99"))
			.expectStatus()
			.isEqualTo(HttpStatus.CONFLICT)
			.expectBody(String.class)
			.returnResult()
			.getResponseBody();

		assertThat(page).contains("This form was used for another order.", "value=\"9.99\"")
			.doesNotContain("name=\"outTradeNo\" value=\"" + outTradeNo + "\"");
		assertThat(this.simulator.orders().get(outTradeNo).total()).isEqualTo(888);
	}

	@Test
	void refundsOnceForAFormThatIsSentTwice() throws InterruptedException {
		String outTradeNo = place();
		this.simulator.pay(outTradeNo);
		this.forms.awaitPage("/qr/" + outTradeNo, PAID);
		String outRefundNo = outTradeNo + "@refund-1";

		this.forms.sendTwice("/qr/" + outTradeNo + "/refund", "amount=3.00&outRefundNo=" + outRefundNo + csrf());
		this.forms.sendTwice("/qr/" + outTradeNo + "/refund/retry", csrf().substring(1));
		this.simulator.requests()
			.await((request) -> request.route().operation() == Operation.QUERY_REFUND, Forms.PATIENCE);
		this.simulator.finishRefund(outRefundNo, SimulatedRefundStatus.SUCCESS);
		String page = this.forms.awaitPage("/qr/" + outTradeNo, PAID + "(?s).*HK\\$3.00 of it went back already");
		this.forms.sendTwice("/qr/" + outTradeNo + "/refund", "amount=3.00&outRefundNo=" + outRefundNo + csrf());

		assertThat(page).contains(outTradeNo + "@refund-2", "max=\"5.88\"");
		assertThat(this.simulator.refunds().all()).hasSize(1);
		assertThat(this.simulator.orders().get(outTradeNo).refunded()).isEqualTo(300);
	}

	@Test
	void refundsNoMoreThanWasPaid() throws InterruptedException {
		String outTradeNo = place();
		this.simulator.pay(outTradeNo);
		this.forms.awaitPage("/qr/" + outTradeNo, PAID);

		for (String amount : new String[] { "8.89", "0", "-1" }) {
			this.forms.send("/qr/" + outTradeNo + "/refund",
					"amount=" + amount + "&outRefundNo=" + outTradeNo + "@refund-1" + csrf());
		}

		assertThat(this.forms.page("/qr/" + outTradeNo)).contains(PAID, outTradeNo + "@refund-1")
			.doesNotContain("id=\"refunds\"");
	}

	@Test
	void takesNoForgedNotificationForAPayment() throws InterruptedException {
		String outTradeNo = place();
		this.simulator.faults().inject(Fault.tampered()).on(Operation.NOTIFICATION);
		this.simulator.pay(outTradeNo);
		SentNotification forged = this.simulator.notifications()
			.await((sent) -> !sent.attempts().isEmpty(), Forms.PATIENCE);
		setState(outTradeNo, TradeState.NOTPAY);
		this.forms.client()
			.post()
			.uri("/wechatpay/notifications")
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue(forged.body())
			.exchange()
			.expectStatus()
			.isUnauthorized();

		assertThat(forged.attempts()).extracting(SentNotification.Attempt::status).containsOnly(401);
		ask(outTradeNo);
		assertThat(this.forms.awaitPage("/qr/" + outTradeNo, "not paid yet")).contains(WAITING)
			.doesNotContain("id=\"notified\"");
	}

	@Test
	void takesNoLateNotificationForAPayment() throws InterruptedException {
		String outTradeNo = place();
		this.simulator.faults().inject(Fault.tampered()).on(Operation.NOTIFICATION);
		this.simulator.pay(outTradeNo);
		SentNotification late = this.simulator.notifications()
			.await((sent) -> !sent.attempts().isEmpty(), Forms.PATIENCE);
		setState(outTradeNo, TradeState.CLOSED);
		ask(outTradeNo);
		this.forms.awaitPage("/qr/" + outTradeNo, "card state qr tone-closed");

		this.simulator.faults().clear();
		this.simulator.requests().clear();
		this.simulator.notifyAgain(late.id());
		this.simulator.notifications().await(SentNotification::isAccepted, Forms.PATIENCE);
		this.simulator.requests().await((request) -> request.route().operation() == Operation.QUERY, Forms.PATIENCE);

		assertThat(this.forms.awaitPage("/qr/" + outTradeNo, "(?s)trail-notified.*trail-closed"))
			.contains("card state qr tone-closed", "Do not hand over the goods");
	}

	@Test
	void closesAnOrderThatIsCancelledAndThatNobodyPays() throws InterruptedException {
		String outTradeNo = place();
		cancelTwice(outTradeNo);
		assertThat(this.forms.page("/qr/" + outTradeNo)).contains(CLOSING, "Cancelled at the till")
			.doesNotContain("class=\"code\"", "id=\"cancel\"");
		assertThat(this.forms.page("/")).contains("Being cancelled");
		this.clock.advance(Duration.ofMinutes(6));
		this.simulator.advance(Duration.ofMinutes(6));

		this.forms.awaitPage("/qr/" + outTradeNo, "card state qr tone-closed");
		assertThat(this.simulator.orders().state(outTradeNo)).isEqualTo(TradeState.CLOSED);
		assertThat(this.simulator.requests().of(Operation.NATIVE)).hasSize(1);
	}

	@Test
	void keepsTheMoneyOfAPayerWhoWasFasterThanTheCancellation() throws InterruptedException {
		String outTradeNo = place();
		cancelTwice(outTradeNo);
		this.simulator.pay(outTradeNo);

		assertThat(this.forms.awaitPage("/qr/" + outTradeNo, PAID)).contains("Cancelled at the till", "@refund-1\"");
		assertThat(this.simulator.requests().of(Operation.CLOSE)).isEmpty();
	}

	private void cancelTwice(String outTradeNo) throws InterruptedException {
		this.forms.sendTwice("/qr/" + outTradeNo + "/cancel", csrf().substring(1));
	}

	@Test
	void requiresActionWhenAnotherAmountWasPaid() throws InterruptedException {
		String outTradeNo = place();
		SimulatedOrder order = this.simulator.orders().get(outTradeNo);
		this.simulator.orders().put(order.with().amount(1, "HKD").build(order.createdAt()));
		this.simulator.pay(outTradeNo);

		String page = this.forms.awaitPage("/qr/" + outTradeNo, "card state qr tone-requires-action");
		assertThat(page).contains("Do not hand over the goods yet.", "another amount was paid");

		this.forms.send("/qr/" + outTradeNo + "/settle", "reason=Counted%20by%20hand" + csrf());
		assertThat(this.forms.page("/qr/" + outTradeNo)).contains("card state qr tone-settled");
	}

	@Test
	void findsAnOrderByQrCodeByItsNumber() throws InterruptedException {
		String outTradeNo = place();
		this.forms.page("/");
		this.forms.send("/till/find", "outTradeNo=" + outTradeNo + csrf())
			.expectStatus()
			.isSeeOther()
			.expectHeader()
			.location("/qr/" + outTradeNo);
		this.forms.client()
			.get()
			.uri("/till/" + outTradeNo)
			.exchange()
			.expectStatus()
			.isFound()
			.expectHeader()
			.location("http://127.0.0.1:" + this.port + "/qr/" + outTradeNo);
		this.forms.client().get().uri("/qr/NOSUCHORDER").exchange().expectStatus().isNotFound();
	}

	private String place() throws InterruptedException {
		String outTradeNo = Forms.first("name=\"outTradeNo\" value=\"([^\"]*)\"", this.forms.page("/"));
		this.forms.sendTwice("/till/qr", form(outTradeNo, "8.88"));
		this.forms.awaitPage("/qr/" + outTradeNo, WAITING);
		return outTradeNo;
	}

	private String form(String outTradeNo, String amount) {
		return "amount=" + amount + "&description=Tea&authCode=&outTradeNo=" + outTradeNo + csrf();
	}

	private String csrf() {
		return "&_csrf=" + Forms.token(this.forms.page("/"));
	}

	private void ask(String outTradeNo) {
		this.forms.send("/qr/" + outTradeNo + "/ask", csrf().substring(1));
	}

	private void setState(String outTradeNo, TradeState state) {
		SimulatedOrder order = this.simulator.orders().get(outTradeNo);
		this.simulator.orders().put(order.with().state(state).build(order.createdAt()));
	}

}
