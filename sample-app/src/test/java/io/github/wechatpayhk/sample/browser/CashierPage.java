package io.github.wechatpayhk.sample.browser;

import java.time.Duration;

import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.time.SimulatedClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that begin at the cashier's page, with a simulator that is new to them.
 */
@ExtendWith(BrowserExtension.class)
abstract class CashierPage {

	static final String STATE = "#state-title";

	@Autowired
	WechatPayHkSimulator simulator;

	@Autowired
	SimulatedClock clock;

	@LocalServerPort
	int port;

	Browser browser;

	@BeforeEach
	void open(Browser browser) {
		this.simulator.reset();
		setClocksRight();
		this.browser = browser;
		browser.open(url(""));
	}

	void setClocksRight() {
		Duration ahead = Duration.between(this.clock.instant(), this.simulator.clock().instant());
		if (ahead.toSeconds() > 0) {
			this.clock.advance(ahead);
		}
	}

	void letPass(Duration time) {
		this.clock.advance(time);
		this.simulator.advance(time);
	}

	void assertNothingSticksOut() {
		assertThat(this.browser.run("return document.documentElement.scrollWidth")).isEqualTo(360L);
	}

	String outTradeNo() {
		return this.browser.url().replaceAll(".*/", "");
	}

	String url(String path) {
		return "http://127.0.0.1:" + this.port + "/" + path;
	}

}
