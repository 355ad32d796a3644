package io.github.wechatpayhk.sample.browser;

import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.fault.Fault;
import io.github.wechatpayhk.simulator.order.TradeState;
import io.github.wechatpayhk.simulator.protocol.Operation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of a reversal whose outcome nobody knows, until an operator is needed.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "wechatpay.hk.retry.backoff=50ms", "wechatpay.hk.durable-reversal.polling-interval=200ms",
				"wechatpay.hk.durable-reversal.first-pause=1s", "wechatpay.hk.durable-reversal.longest-pause=1s",
				"wechatpay.hk.durable-reversal.attention-after=3s" })
@ExtendWith(BrowserExtension.class)
class QueueTests {

	private static final String STATE = "#state-title";

	@Autowired
	private WechatPayHkSimulator simulator;

	@LocalServerPort
	private int port;

	private Browser browser;

	@BeforeEach
	void open(Browser browser) {
		this.simulator.reset();
		this.browser = browser;
		this.browser.open(url("queue"));
	}

	@Test
	void asksAPersonAndTriesAgain() {
		String outTradeNo = schedule();
		this.browser.look("queue-waiting");
		this.browser.awaitText("#queue", "Needs attention");
		this.browser.look("queue-needs-attention");

		this.browser.click("#reversal-" + outTradeNo);
		assertThat(this.browser.text(STATE)).isEqualTo("Needs attention");
		assertThat(this.browser.text(".trail")).contains("1. unknown", "Request-ID");
		this.browser.look("reversal");
		this.browser.open(url("till/" + outTradeNo));
		assertThat(this.browser.text(STATE)).isEqualTo("Not known");
		this.browser.look("unknown");

		this.simulator.faults().clear();
		this.browser.open(url("queue"));
		this.browser.click("#reversal-" + outTradeNo);
		this.browser.type("#reason", "The gateway is back");
		this.browser.click("#retry");
		this.browser.awaitText(".trail", "retry ordered");
		this.browser.open(url("queue"));
		this.browser.awaitText("tr:has(#reversal-" + outTradeNo + ")", "Reversed");
		assertThat(this.simulator.orders().state(outTradeNo)).isEqualTo(TradeState.REVOKED);
		this.browser.click("#reversal-" + outTradeNo);
		assertThat(this.browser.text(".trail")).contains("retry ordered", "The gateway is back");
		assertThat(this.browser.has("#retry")).isFalse();
		this.browser.look("reversal-kept");
	}

	@Test
	void isSettledByAPersonWithAReason() {
		String outTradeNo = schedule();
		this.browser.click("#reversal-" + outTradeNo);
		this.browser.type("#reason", "Paid back in cash");
		this.browser.click("#settle");
		this.browser.awaitText(STATE, "Settled");
		assertThat(this.browser.text(".trail")).contains("Paid back in cash");
		this.browser.look("reversal-settled");

		this.browser.open(url("till/" + outTradeNo));
		this.browser.awaitText(STATE, "Settled by hand");
		this.browser.look("settled");
	}

	@Test
	void fitsOnAPhoneAndSpeaksChinese() {
		this.browser.speak("zh-HK");
		this.browser.size(360, 740);
		String outTradeNo = schedule();
		assertThat(this.browser.text("h1")).isEqualTo("已排定的撤銷");
		assertThat(this.browser.run("return document.documentElement.scrollWidth")).isEqualTo(360L);
		this.browser.look("phone-queue-zh");
		this.browser.click("#reversal-" + outTradeNo);
		assertThat(this.browser.run("return document.documentElement.scrollWidth")).isEqualTo(360L);
		this.browser.look("phone-reversal-zh");
	}

	/**
	 * Take a payment and reverse it, and trust no response.
	 */
	private String schedule() {
		this.browser.open(url(""));
		this.browser.type("#amount", "45");
		this.browser.type("#description", "Umbrella");
		this.browser.click("#pay");
		this.browser.await(".state.tone-paid");
		this.simulator.faults().inject(Fault.unsigned()).on(Operation.REVERSE);
		this.browser.click("#reverse");
		this.browser.click("#reversal");
		String outTradeNo = this.simulator.requests().of(Operation.REVERSE).get(0).target().split("/")[5];
		this.browser.await("#reversal-" + outTradeNo);
		return outTradeNo;
	}

	private String url(String path) {
		return "http://127.0.0.1:" + this.port + "/" + path;
	}

}
