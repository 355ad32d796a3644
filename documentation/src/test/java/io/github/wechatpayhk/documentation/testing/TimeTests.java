package io.github.wechatpayhk.documentation.testing;

import java.time.Duration;

import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.order.SimulatedOrder;
import io.github.wechatpayhk.simulator.time.SimulatedClock;
import io.github.wechatpayhk.test.AutoConfigureWechatPayHkSimulator;
import io.github.wechatpayhk.test.WechatPayHkSimulatorCustomizer;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Eight days pass in a test.
 */
@SpringBootTest
@AutoConfigureWechatPayHkSimulator
class TimeTests {

	@Autowired
	private Till till;

	@Autowired
	private WechatPayHkSimulator simulator;

	@Test
	void reversesWithinAWeekAndNotLater() {
		this.simulator.orders().put(SimulatedOrder.quickPay("T1"));
		this.simulator.orders().put(SimulatedOrder.quickPay("T2"));

		this.simulator.advance(Duration.ofDays(6));
		assertThat(this.till.reverse("T1")).isEqualTo("reversed");

		this.simulator.advance(Duration.ofDays(2));
		assertThat(this.till.reverse("T2")).isEqualTo("not reversed");
	}

	@TestConfiguration
	static class OneClockForBoth {

		@Bean
		SimulatedClock wechatPayHkClock() {
			return SimulatedClock.ticking();
		}

		@Bean
		WechatPayHkSimulatorCustomizer sameClock(SimulatedClock clock) {
			return (simulator) -> simulator.clock(clock);
		}

	}

}
