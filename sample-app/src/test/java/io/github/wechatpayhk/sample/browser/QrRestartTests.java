package io.github.wechatpayhk.sample.browser;

import java.time.Duration;
import java.util.UUID;

import io.github.wechatpayhk.sample.SampleApplication;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.protocol.Operation;
import io.github.wechatpayhk.simulator.refund.SimulatedRefundStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The application ends and starts again while pages are open.
 */
@ExtendWith(BrowserExtension.class)
class QrRestartTests {

	private static final String STATE = "#state-title";

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final String file = "target/durable/" + UUID.randomUUID();

	@Test
	void anOpenPageGoesOnAfterARestart(Browser browser) {
		int port;
		String outTradeNo;
		try (ConfigurableApplicationContext context = start(0)) {
			port = Integer.parseInt(context.getEnvironment().getProperty("local.server.port"));
			outTradeNo = showCode(browser, port);
			browser.run("window.isNeverReloaded = true");
		}
		try (ConfigurableApplicationContext context = start(port)) {
			WechatPayHkSimulator simulator = context.getBean(WechatPayHkSimulator.class);
			// The page itself makes the application send the stored order again
			simulator.requests().await((request) -> request.route().operation() == Operation.NATIVE, PATIENCE);
			browser.await(".code");
			simulator.pay(outTradeNo);
			browser.awaitText(STATE, "Paid");
			assertThat(browser.run("return window.isNeverReloaded")).isEqualTo(true);
		}
	}

	@Test
	void aRefundThatWasBegunGoesOnUnderItsNumberAfterARestart(Browser browser) {
		int port;
		String outTradeNo;
		try (ConfigurableApplicationContext context = start(0)) {
			port = Integer.parseInt(context.getEnvironment().getProperty("local.server.port"));
			outTradeNo = showCode(browser, port);
			browser.click("#scan");
			browser.awaitText(STATE, "Paid");
			browser.type("#refund-amount", "3.00");
			browser.click("#refund");
			browser.awaitText(STATE, "Refund on its way");
		}
		try (ConfigurableApplicationContext context = start(port)) {
			WechatPayHkSimulator simulator = context.getBean(WechatPayHkSimulator.class);
			simulator.requests().await((request) -> !simulator.refunds().all().isEmpty(), PATIENCE);
			assertThat(simulator.refunds().all()).singleElement()
				.satisfies((refund) -> assertThat(refund.outRefundNo()).isEqualTo(outTradeNo + "@refund-1"));
			simulator.finishRefund(outTradeNo + "@refund-1", SimulatedRefundStatus.SUCCESS);
			browser.awaitText("#refunds", "refunded");
			browser.awaitText(STATE, "Paid");
			assertThat(browser.text(".state")).contains("HK$3.00 of it went back already");
			assertThat(browser.text("#trail")).contains("Order sent", "Notification received");

			browser.open("http://127.0.0.1:" + port + "/");
			assertThat(browser.text(".orders")).contains("Dumplings", "Paid");
		}
	}

	private static String showCode(Browser browser, int port) {
		browser.open("http://127.0.0.1:" + port + "/");
		browser.type("#amount", "12");
		browser.type("#description", "Dumplings");
		browser.click("#qr");
		browser.awaitText(STATE, "Waiting for the payer");
		return browser.url().replaceAll(".*/", "");
	}

	private ConfigurableApplicationContext start(int port) {
		return new SpringApplication(SampleApplication.class).run("--server.port=" + port,
				"--wechatpay.hk.durable-reversal.embedded.file=" + this.file,
				"--wechatpay.hk.durable-reversal.polling-interval=200ms",
				"--wechatpay.hk.durable-reversal.first-pause=1s", "--wechatpay.hk.durable-reversal.longest-pause=2s",
				"--wechatpay.hk.online-payment.refund-pauses=1s");
	}

}
