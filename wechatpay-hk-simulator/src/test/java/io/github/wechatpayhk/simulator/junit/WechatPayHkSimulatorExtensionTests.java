package io.github.wechatpayhk.simulator.junit;

import io.github.wechatpayhk.simulator.DirectCaller;
import io.github.wechatpayhk.simulator.TestKeys;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.fault.Faults;
import io.github.wechatpayhk.simulator.journal.RequestJournal;
import io.github.wechatpayhk.simulator.merchant.SimulatedMerchant;
import io.github.wechatpayhk.simulator.order.OrderBook;
import io.github.wechatpayhk.simulator.order.SimulatedOrder;
import io.github.wechatpayhk.simulator.time.SimulatedClock;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WechatPayHkSimulatorExtensionTests {

	@RegisterExtension
	static final WechatPayHkSimulatorExtension extension = WechatPayHkSimulatorExtension
		.with((builder) -> builder.merchant(TestKeys.merchant()).platform(TestKeys::platform));

	private static int port;

	@Test
	@Order(1)
	void injectsTheSimulatorAndItsParts(WechatPayHkSimulator simulator, OrderBook orders, Faults faults,
			SimulatedMerchant merchant, SimulatedClock clock, RequestJournal journal) {
		port = simulator.baseUrl().getPort();
		orders.put(SimulatedOrder.quickPay("T1"));
		faults.inject(io.github.wechatpayhk.simulator.fault.Fault.systemError());
		new DirectCaller(simulator).get("/hk/v3/certificates");

		assertThat(orders).isSameAs(simulator.orders());
		assertThat(merchant.serialNumber()).isEqualTo(TestKeys.merchant().serialNumber());
		assertThat(clock).isSameAs(simulator.clock());
		assertThat(journal.total()).isEqualTo(1);
	}

	@Test
	@Order(2)
	void resetsTheSameSimulatorBeforeEachTest(WechatPayHkSimulator simulator) {
		assertThat(simulator.baseUrl().getPort()).isEqualTo(port);
		assertThat(simulator.orders().all()).extracting(SimulatedOrder::outTradeNo)
			.containsExactly(WechatPayHkSimulator.PAID_ORDER);
		assertThat(simulator.faults().rules()).isEmpty();
		assertThat(simulator.requests().total()).isZero();
	}

	@Nested
	@ExtendWith(WechatPayHkSimulatorExtension.class)
	class Inside {

		@Test
		void sharesTheSimulatorOfTheOuterClass(WechatPayHkSimulator simulator) {
			assertThat(simulator.merchant().serialNumber()).isEqualTo(TestKeys.merchant().serialNumber());
		}

	}

}
