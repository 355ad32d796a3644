package io.github.wechatpayhk.sample.browser;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.order.SimulatedOrder;
import io.github.wechatpayhk.simulator.order.TradeState;
import io.github.wechatpayhk.simulator.protocol.Operation;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The cashier's page, as a cashier uses it.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "wechatpay.hk.quick-pay.first-query=300ms", "wechatpay.hk.quick-pay.query-interval=300ms",
				"wechatpay.hk.quick-pay.earliest-reverse=300ms", "wechatpay.hk.quick-pay.first-pause=200ms",
				"wechatpay.hk.retry.backoff=50ms", "wechatpay.hk.durable-reversal.polling-interval=200ms",
				"wechatpay.hk.durable-reversal.first-pause=1s", "wechatpay.hk.durable-reversal.longest-pause=2s" })
class TillTests extends CashierPage {

	@Test
	void takesAPaymentAndReversesIt() {
		this.browser.look("till");

		pay("88.80", "Oolong tea", "91");
		this.browser.awaitText(STATE, "Waiting for the payer");
		this.browser.look("payer-acting");
		this.simulator.pay(outTradeNo());
		this.browser.awaitText(STATE, "Paid");
		this.browser.look("paid");

		this.browser.click("#reverse");
		this.browser.awaitText(STATE, "Reversed");
		assertThat(this.simulator.orders().state(outTradeNo())).isEqualTo(TradeState.REVOKED);
		assertThat(this.browser.text("#announcement")).isEqualTo("Reversed");
		assertThat(this.browser.text(".moments")).contains("Payment sent", "Waiting for the payer", "Paid",
				"Taking it back", "Reversed");
		this.browser.look("reversed");

		this.browser.open(url(""));
		assertThat(this.browser.text(".orders")).contains("Oolong tea", "HK$88.80", "Reversed");
	}

	@Test
	void showsWhatWentOverTheWire() {
		pay("8.88", "Egg tart", "00");
		this.browser.awaitText(STATE, "Paid");
		this.browser.click(".exchange summary");

		assertThat(this.browser.text(".exchange .inside")).contains("POST\n/hk/v3/transactions/micropay\n",
				"\"auth_code\":\"***\"", "signature=\"***\"", "HTTP 200", "Verified with",
				this.simulator.platform().publicKeyId(), "The gateway found our signature right.", "Request-ID");
		assertThat(this.browser.source())
			.doesNotContain(this.simulator.requests().last().response().headers().first("Wechatpay-Signature"))
			.doesNotContain("PRIVATE KEY");
		this.browser.look("wire");
	}

	@Test
	void refundsInPartAndThenTheRest() {
		pay("100", "Mooncakes", "00");
		this.browser.awaitText(STATE, "Paid");

		this.browser.type("#refund-amount", "30.50");
		this.browser.click("#refund");
		this.browser.awaitText(STATE, "Refund on its way");
		this.browser.look("refunding");
		letPass(Duration.ofMinutes(2));
		this.browser.awaitText(STATE, "Paid");
		assertThat(this.browser.text(".state")).contains("HK$30.50 of it went back already");

		this.browser.click("#refund");
		this.browser.awaitText(STATE, "Refund on its way");
		letPass(Duration.ofMinutes(2));
		this.browser.awaitText(STATE, "Refunded");
		assertThat(this.simulator.refunds().all()).hasSize(2);
		this.browser.look("refunded");
	}

	@Test
	void cancelsInMidFlight() {
		pay("12", "Dumplings", "91");
		this.browser.awaitText(STATE, "Waiting for the payer");
		this.browser.click("#cancel");
		this.browser.awaitText(STATE, "Reversed");

		assertThat(this.simulator.orders().state(outTradeNo())).isEqualTo(TradeState.REVOKED);
		this.browser.look("cancelled");
	}

	@Test
	void saysThatNobodyKnowsAndRecovers() {
		pay("45", "Umbrella", "00");
		this.browser.awaitText(STATE, "Paid");
		choose("#fault", "unsigned");
		choose("#operation", "reverse");
		choose("#times", "0");
		this.browser.click("#inject");
		this.browser.await("#clear-faults");
		this.browser.click("#reverse");
		this.browser.awaitText(STATE, "Will be reversed");
		assertThat(this.browser.text(".problem")).contains("Nobody knows whether it took effect");
		assertThat(this.browser.text(".advice")).contains("Do not hand over the goods");
		this.browser.look("scheduled");

		this.browser.click("#clear-faults");
		this.browser.awaitText(STATE, "Reversed");
		this.browser.awaitNo("#clear-faults");
		this.browser.look("recovered");
	}

	@Test
	void showsTheAttemptsThatALostResponseTook() {
		pay("45", "Umbrella", "00");
		this.browser.awaitText(STATE, "Paid");
		choose("#fault", "reset-after-effect");
		choose("#operation", "reverse");
		this.browser.click("#inject");
		this.browser.await("#clear-faults");
		this.browser.click("#reverse");
		this.browser.awaitText(STATE, "Reversed");

		assertThat(this.browser.text(".exchanges")).contains("unknown", "attempt 2");
		// The scheduled reversal repeats it, and confirms it by a query
		this.simulator.requests()
			.await((request) -> request.route().operation() == Operation.QUERY, Duration.ofSeconds(60));
		assertThat(this.simulator.requests().of(Operation.REVERSE)).hasSize(3);
		this.browser.look("second-attempt");
	}

	@Test
	void showsWhatWrongClocksDo() {
		this.browser.click("#skew");
		this.browser.await("#right");
		assertThat(this.browser.text(".practice .warn")).contains("360 s ahead");
		pay("5", "Newspaper", "00");
		this.browser.await(".problem");
		this.browser.click("#technical summary");
		assertThat(this.browser.text(".problem")).contains("401 SIGN_ERROR", "outcome UNKNOWN");
		this.browser.look("clock-skew");

		this.browser.click("#right");
		this.browser.awaitNo("#right");
		this.browser.open(url(""));
		pay("5", "Newspaper", "00");
		this.browser.awaitText(STATE, "Paid");
	}

	@Test
	void letsTimePassForThePayer() {
		pay("5", "Newspaper", "91");
		this.browser.awaitText(STATE, "Waiting for the payer");
		this.browser.click("#pass-PT50S");
		this.browser.awaitText(STATE, "Reversed");
		this.browser.look("timed-out");
	}

	@Test
	void findsAnOrderThatWasPaidElsewhere() {
		this.browser.click("#look");
		this.browser.awaitText(STATE, "Paid");
		assertThat(this.browser.url()).endsWith(WechatPayHkSimulator.PAID_ORDER);

		this.browser.open(url(""));
		this.browser.type("#find", "NOSUCHORDER");
		this.browser.click("#look");
		this.browser.awaitText("#find-error", "WeChat Pay knows no such order");
		this.browser.look("not-found");
	}

	@Test
	void saysWhatIsWrongWithAForm() {
		this.browser.type("#amount", "8.888");
		this.browser.click("#pay");
		this.browser.awaitText("#amount-error", "two decimals");
		assertThat(this.browser.text("#description-error")).contains("Say what is bought");
		assertThat(this.simulator.requests().all()).isEmpty();
		this.browser.look("form-errors");

		this.browser.type("#amount", "many");
		this.browser.click("#pay");
		this.browser.awaitText("#amount-error", "such as 8.88");
	}

	@Test
	void writesDownWhatOthersWroteAndNeverRunsIt() {
		pay("5", "<script>document.title='taken'</script><b>", "00");
		this.browser.awaitText(STATE, "Paid");

		assertThat(this.browser.text(".facts")).contains("<script>document.title='taken'</script><b>");
		assertThat(this.browser.run("return document.title").toString()).doesNotContain("taken");
	}

	@Test
	void speaksTraditionalChinese() {
		this.browser.speak("zh-HK,zh;q=0.9,en;q=0.5");
		this.browser.open(url(""));
		assertThat(this.browser.text("h1")).isEqualTo("新收款");
		assertThat(this.browser.run("return document.documentElement.lang")).isEqualTo("zh-Hant");
		this.browser.look("till-zh");

		pay("88.80", "烏龍茶", "00");
		this.browser.awaitText(STATE, "已付款");
		this.browser.click("#reverse");
		this.browser.awaitText(STATE, "已撤銷");
		this.browser.look("reversed-zh");
	}

	@Test
	void fitsOnAPhone() {
		for (String language : new String[] { "en", "zh-HK" }) {
			this.browser.speak(language);
			this.browser.size(360, 740);
			this.browser.open(url(""));
			assertNothingSticksOut();
			this.browser.look("phone-till-" + language);
			pay("12345.60", "A rather long description of what is bought, without end", "00");
			this.browser.await(".state.tone-paid");
			this.browser.click(".exchange summary");
			assertNothingSticksOut();
			this.browser.look("phone-order-" + language);
		}
	}

	@Test
	void keepsOrderNumbersOnOneLineOfAPhone() {
		String longest = "M".repeat(32);
		this.simulator.orders().put(SimulatedOrder.quickPay(longest));
		this.browser.size(360, 740);
		this.browser.type("#find", longest);
		this.browser.click("#look");
		this.browser.await(".state.tone-paid");
		assertThat(lines(longest)).containsExactly(1L);
		assertNothingSticksOut();
		this.browser.look("phone-longest-number");

		this.browser.open(url(""));
		assertThat(lines(longest)).containsExactly(1L);
		assertNothingSticksOut();
		this.browser.look("phone-orders");
	}

	@SuppressWarnings("unchecked")
	// Over how many lines each place where the number is shown to a cashier goes
	private List<Object> lines(String outTradeNo) {
		return (List<Object>) this.browser.run("""
				return [...document.querySelectorAll('.facts .number, .orders .number')]
					.filter((element) => element.textContent.includes(arguments[0]))
					.map((element) => {
						const range = document.createRange();
						range.selectNodeContents(element);
						return new Set([...range.getClientRects()].map((line) => line.top)).size;
					});""", outTradeNo);
	}

	@Test
	void explainsInChineseWhyAPaymentFailed() {
		this.browser.click("#language");
		this.browser.awaitText("h1", "新收款");
		pay("88.80", "烏龍茶", "93");
		this.browser.awaitText(STATE, "已撤銷");
		assertThat(this.browser.text(".problem")).contains("付款人的餘額不足").doesNotContain("outcome");
		this.browser.look("refused-zh");
		this.browser.click("#language");
		this.browser.awaitText(STATE, "Reversed");
		assertThat(this.browser.text(".problem")).contains("The payer has not enough money").doesNotContain("outcome");
		this.browser.look("refused");
	}

	@Test
	void isDarkAndStillWhereThatIsPreferred() {
		this.browser.media(Map.of("prefers-color-scheme", "dark", "prefers-reduced-motion", "reduce"));
		this.browser.open(url(""));
		this.browser.look("dark-till");
		pay("66", "Wonton noodles", "91");
		this.browser.awaitText(STATE, "Waiting for the payer");
		assertThat(this.browser.run("return getComputedStyle(document.querySelector('.pulse')).animationName"))
			.isEqualTo("none");
		this.simulator.pay(outTradeNo());
		this.browser.awaitText(STATE, "Paid");
		this.browser.look("dark-paid");
	}

	@Test
	void isUsedByKeyboardAlone() {
		this.browser.focused().sendKeys(Keys.TAB);
		assertThat(this.browser.focused().getText()).isEqualTo("Skip to the content");
		tabTo("amount");
		this.browser.focused().sendKeys("20", Keys.TAB, "");
		this.browser.focused().sendKeys("Milk tea", Keys.TAB);
		assertThat(this.browser.focused().getAttribute("id")).isEqualTo("authCode");
		this.browser.focused().sendKeys(Keys.TAB);
		this.browser.focused().sendKeys(Keys.ENTER);
		this.browser.awaitText(STATE, "Paid");
		tabTo("reverse");
		this.browser.focused().sendKeys(Keys.ENTER);
		this.browser.awaitText(STATE, "Reversed");
	}

	private void tabTo(String id) {
		for (int i = 0; i < 30 && !id.equals(this.browser.focused().getAttribute("id")); i++) {
			this.browser.focused().sendKeys(Keys.TAB);
		}
		assertThat(this.browser.focused().getAttribute("id")).isEqualTo(id);
	}

	@Test
	void worksWithoutScript() {
		this.browser.scripts(false);
		this.browser.open(url(""));
		pay("30", "Taxi", "91");
		this.browser.awaitText(STATE, "Waiting for the payer");
		this.browser.screenshot("no-script");
		this.simulator.pay(outTradeNo());
		this.browser.awaitText(STATE, "Paid");

		this.browser.click("#reverse");
		this.browser.awaitText(STATE, "Reversed");
		assertThat(this.browser.has("#reverse")).isFalse();
	}

	@Test
	void asksNoOtherHostAndBreaksNoPolicy() {
		pay("5", "Newspaper", "00");
		this.browser.awaitText(STATE, "Paid");

		assertThat(this.browser.requestedHosts()).containsExactly("127.0.0.1:" + this.port);
		assertThat(this.browser.complaints()).isEmpty();
	}

	@Test
	void knowsNoSuchPage() {
		this.browser.open(url("till/NOSUCHORDER"));
		assertThat(this.browser.text("h1")).isEqualTo("No such order at this till");
		this.browser.look("no-order");
		this.browser.open(url("nothing/here"));
		assertThat(this.browser.text("h1")).isEqualTo("There is no such page");
		this.browser.look("error");
	}

	private void pay(String amount, String description, String payer) {
		this.browser.type("#amount", amount);
		this.browser.type("#description", description);
		this.browser.click("#authCode option[value$='" + payer + "']");
		this.browser.click("#pay");
		this.browser.await(STATE);
	}

	private void choose(String select, String value) {
		this.browser.click(select + " option[value='" + value + "']");
	}

}
