package io.github.wechatpayhk.documentation.testing;

import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.fault.Fault;
import io.github.wechatpayhk.simulator.order.SimulatedOrder;
import io.github.wechatpayhk.simulator.order.TradeState;
import io.github.wechatpayhk.simulator.protocol.Operation;
import io.github.wechatpayhk.test.AutoConfigureWechatPayHkSimulator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A test of an application, as the guide shows it.
 */
@SpringBootTest
@AutoConfigureWechatPayHkSimulator
class TillTests {

	@Autowired
	private Till till;

	@Autowired
	private WechatPayHkSimulator simulator;

	@BeforeEach
	void payerHasPaid() {
		this.simulator.orders().put(SimulatedOrder.quickPay("T1"));
	}

	@Test
	void reverses() {
		assertThat(this.till.reverse("T1")).isEqualTo("reversed");
		assertThat(this.simulator.orders().state("T1")).isEqualTo(TradeState.REVOKED);
	}

	@Test
	void retriesWhenAResponseIsLost() {
		this.simulator.faults().inject(Fault.resetAfterEffect()).on(Operation.REVERSE).once();

		assertThat(this.till.reverse("T1")).isEqualTo("reversed");
		assertThat(this.simulator.requests().of(Operation.REVERSE)).hasSize(2);
	}

	@Test
	void neverCallsAReversalFailedThatMayHaveWorked() {
		this.simulator.faults().inject(Fault.resetAfterEffect()).on(Operation.REVERSE);

		assertThat(this.till.reverse("T1")).isEqualTo("not known yet");
		assertThat(this.simulator.orders().state("T1")).isEqualTo(TradeState.REVOKED);
	}

}
