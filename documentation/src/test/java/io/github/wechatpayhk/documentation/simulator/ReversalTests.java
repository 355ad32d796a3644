package io.github.wechatpayhk.documentation.simulator;

import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.fault.Faults;
import io.github.wechatpayhk.simulator.junit.WechatPayHkSimulatorExtension;
import io.github.wechatpayhk.simulator.order.OrderBook;
import io.github.wechatpayhk.simulator.order.SimulatedOrder;
import io.github.wechatpayhk.simulator.order.TradeState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(WechatPayHkSimulatorExtension.class)
class ReversalTests {

	@Test
	void reverses(WechatPayHkSimulator simulator, OrderBook orders, Faults faults) {
		orders.put(SimulatedOrder.quickPay("T1"));
		assertThat(orders.state("T1")).isEqualTo(TradeState.SUCCESS);
	}

}
