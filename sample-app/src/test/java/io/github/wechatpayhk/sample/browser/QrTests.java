package io.github.wechatpayhk.sample.browser;

import java.time.Duration;
import java.util.Map;

import io.github.wechatpayhk.simulator.fault.Fault;
import io.github.wechatpayhk.simulator.notification.SentNotification;
import io.github.wechatpayhk.simulator.order.TradeState;
import io.github.wechatpayhk.simulator.protocol.Operation;
import io.github.wechatpayhk.simulator.refund.SimulatedRefundStatus;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An order that is paid by a QR code on the screen, as a cashier sees it.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "wechatpay.hk.retry.backoff=50ms", "wechatpay.hk.durable-reversal.polling-interval=200ms",
				"wechatpay.hk.durable-reversal.first-pause=1s", "wechatpay.hk.durable-reversal.longest-pause=2s",
				"wechatpay.hk.online-payment.refund-pauses=1s" })
class QrTests extends CashierPage {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	@Test
	void showsACodeThatThePayerPaysAndRefundsIt() {
		showCode("88.80", "Oolong tea");
		this.browser.awaitText(STATE, "Waiting for the payer");
		assertThat(this.browser.find(".code svg").getAttribute("aria-label")).contains("HK$88.80");
		assertThat(this.browser.text(".total")).isEqualTo("HK$88.80");
		this.browser.look("qr-to-be-scanned");

		this.browser.click("#scan");
		this.browser.awaitText(STATE, "Paid");
		assertThat(this.browser.text("#announcement")).isEqualTo("Paid");
		assertThat(this.browser.has(".code")).isFalse();
		assertThat(this.browser.text("#notified")).contains("UTC");
		assertThat(this.browser.text("#trail")).contains("Order sent", "Notification received, signature verified");
		this.browser.look("qr-paid");

		this.browser.type("#refund-amount", "30.50");
		this.browser.click("#refund");
		this.browser.awaitText(STATE, "Refund on its way");
		this.browser.look("qr-refunding");
		finishRefund(1);
		this.browser.awaitText(STATE, "Paid");
		assertThat(this.browser.text(".state")).contains("HK$30.50 of it went back already");
		assertThat(this.browser.text("#refunds")).contains("HK$30.50", "refunded", "WeChat Pay notified");

		letPass(Duration.ofMinutes(2));
		this.browser.click("#refund");
		this.browser.awaitText(STATE, "Refund on its way");
		finishRefund(2);
		this.browser.awaitText(STATE, "Refunded");
		assertThat(this.simulator.orders().get(outTradeNo()).refunded()).isEqualTo(8880);
		this.browser.look("qr-refunded");

		this.browser.open(url(""));
		assertThat(this.browser.text(".orders")).contains("Oolong tea", "HK$88.80", "Refunded");
	}

	@Test
	void closesAnOrderThatNobodyPays() {
		showCode("12", "Dumplings");
		this.browser.awaitText(STATE, "Waiting for the payer");
		this.simulator.faults().inject(Fault.systemError()).on(Operation.QUERY);
		letPass(Duration.ofMinutes(16));
		this.browser.click("#ask");
		this.browser.awaitText(STATE, "Time is up");
		assertThat(this.browser.has(".code")).isFalse();
		this.browser.look("qr-expired");

		this.simulator.faults().clear();
		this.browser.awaitText(STATE, "Closed, not paid");
		assertThat(this.browser.text(".advice")).contains("Do not hand over the goods");
		assertThat(this.simulator.orders().state(outTradeNo())).isEqualTo(TradeState.CLOSED);
		this.browser.look("qr-closed");
	}

	@Test
	void cancelsAnOrderThatNobodyPays() {
		showCode("12", "Dumplings");
		this.browser.awaitText(STATE, "Waiting for the payer");
		this.browser.click("#cancel");
		this.browser.awaitText(STATE, "Being cancelled");
		assertThat(this.browser.has(".code")).isFalse();
		assertThat(this.browser.text(".advice")).contains("Do not hand over the goods yet");
		this.browser.look("qr-closing");

		letPass(Duration.ofMinutes(6));
		this.browser.awaitText(STATE, "Closed, not paid");
		assertThat(this.browser.text("#trail")).contains("Cancelled at the till", "Asked WeChat Pay: closed");
	}

	@Test
	void saysThatThereIsNoCodeAndTriesAgain() {
		this.simulator.faults().inject(Fault.unsigned()).on(Operation.NATIVE);
		showCode("45", "Umbrella");
		this.browser.awaitText(STATE, "No code to scan");
		assertThat(this.browser.text(".state .problem")).contains("Nobody knows whether it took effect");
		assertThat(this.browser.has(".code")).isFalse();
		this.browser.look("qr-no-code");

		this.simulator.faults().clear();
		this.browser.click("#code");
		this.browser.awaitText(STATE, "Waiting for the payer");
		assertThat(this.browser.has(".state .problem")).isFalse();
	}

	@Test
	void showsAPaymentWhoseNotificationIsForgedOrLostOnlyAfterAQuery() {
		showCode("20", "Milk tea");
		this.browser.awaitText(STATE, "Waiting for the payer");
		this.simulator.faults().inject(Fault.tampered()).on(Operation.NOTIFICATION);
		this.simulator.faults().inject(Fault.systemError()).on(Operation.QUERY);
		this.browser.click("#scan");
		this.simulator.notifications().await((sent) -> !sent.attempts().isEmpty(), PATIENCE);
		assertThat(this.simulator.notifications().of(outTradeNo())).allSatisfy(
				(sent) -> assertThat(sent.attempts()).extracting(SentNotification.Attempt::status).containsOnly(401));
		this.browser.open(this.browser.url());
		assertThat(this.browser.text(STATE)).isEqualTo("Waiting for the payer");
		assertThat(this.browser.has("#notified")).isFalse();

		this.simulator.faults().clear();
		this.browser.click("#ask");
		this.browser.awaitText(STATE, "Paid");
		assertThat(this.browser.text("#trail")).contains("Asked WeChat Pay: paid");
	}

	@Test
	void saysThatARefundIsNotConfirmedAndSendsTheSameOne() {
		showCode("45", "Umbrella");
		this.browser.click("#scan");
		this.browser.awaitText(STATE, "Paid");
		this.simulator.faults().inject(Fault.unsigned()).on(Operation.REFUND);
		this.browser.click("#refund");
		this.browser.awaitText(STATE, "Refund not confirmed");
		this.browser.look("qr-refund-unknown");

		this.simulator.faults().clear();
		this.browser.click("#refund-retry");
		this.browser.awaitText(STATE, "Refund on its way");
		finishRefund(1);
		this.browser.awaitText(STATE, "Refunded");
		assertThat(this.simulator.refunds().all()).hasSize(1);
	}

	@Test
	void speaksTraditionalChinese() {
		this.browser.speak("zh-HK,zh;q=0.9,en;q=0.5");
		this.browser.open(url(""));
		this.browser.look("till-with-qr-zh");
		showCode("88.80", "烏龍茶");
		this.browser.awaitText(STATE, "等待付款人");
		this.browser.look("qr-to-be-scanned-zh");
		this.browser.click("#scan");
		this.browser.awaitText(STATE, "已付款");
		assertThat(this.browser.text("#trail")).contains("已收到通知，驗簽通過");
		this.browser.look("qr-paid-zh");
	}

	@Test
	void fitsOnAPhone() {
		for (String language : new String[] { "en", "zh-HK" }) {
			this.browser.speak(language);
			this.browser.size(360, 740);
			this.browser.open(url(""));
			assertNothingSticksOut();
			this.browser.look("phone-till-with-qr-" + language);
			showCode("12345.60", "A rather long description of what is bought, without end");
			this.browser.await(".code");
			assertNothingSticksOut();
			this.browser.look("phone-qr-" + language);
			this.browser.click("#scan");
			this.browser.await(".state.tone-paid");
			assertNothingSticksOut();
			this.browser.look("phone-qr-paid-" + language);
		}
	}

	@Test
	void keepsTheCodeDarkOnLightInDarkMode() {
		this.browser.media(Map.of("prefers-color-scheme", "dark"));
		showCode("66", "Wonton noodles");
		this.browser.await(".code");
		assertThat(style(".code", "backgroundColor")).isEqualTo("rgb(255, 255, 255)");
		assertThat(style(".code path", "fill")).isEqualTo("rgb(0, 0, 0)");
		this.browser.look("dark-qr");
	}

	@Test
	void worksWithoutScript() {
		this.browser.scripts(false);
		this.browser.open(url(""));
		showCode("30", "Taxi");
		this.browser.awaitText(STATE, "Waiting for the payer");
		this.browser.click("#scan");
		this.browser.awaitText(STATE, "Paid");
	}

	@Test
	void asksNoOtherHostAndBreaksNoPolicy() {
		showCode("5", "Newspaper");
		this.browser.await(".code");
		this.browser.click("#scan");
		this.browser.awaitText(STATE, "Paid");

		assertThat(this.browser.requestedHosts()).containsExactly("127.0.0.1:" + this.port);
		assertThat(this.browser.complaints()).isEmpty();
	}

	private void showCode(String amount, String description) {
		this.browser.type("#amount", amount);
		this.browser.type("#description", description);
		this.browser.click("#qr");
		this.browser.await(STATE);
	}

	private void finishRefund(int number) {
		String outRefundNo = outTradeNo() + "@refund-" + number;
		this.simulator.requests()
			.await((request) -> request.route().operation() == Operation.QUERY_REFUND
					&& request.target().contains("refund-" + number), PATIENCE);
		this.simulator.finishRefund(outRefundNo, SimulatedRefundStatus.SUCCESS);
	}

	private Object style(String selector, String property) {
		return this.browser.run("return getComputedStyle(document.querySelector(arguments[0]))[arguments[1]]", selector,
				property);
	}

}
