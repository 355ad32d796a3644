package io.github.wechatpayhk.test;

import java.time.Duration;

import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.SignatureStatus;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.fault.Fault;
import io.github.wechatpayhk.simulator.order.SimulatedOrder;
import io.github.wechatpayhk.simulator.order.TradeState;
import io.github.wechatpayhk.simulator.protocol.Operation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A test as a user writes it: no port, no key, no property.
 */
@SpringBootTest(classes = TestShop.class)
@AutoConfigureWechatPayHkSimulator
class AutoConfigureWechatPayHkSimulatorTests {

	private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

	@Autowired
	private ReverseOrderService reversals;

	@Autowired
	private WechatPayHkSimulator simulator;

	@BeforeEach
	void putOrder() {
		this.simulator.orders().put(SimulatedOrder.quickPay("BEFORE-EACH"));
	}

	@Test
	void reversesAPaidOrder() {
		StepVerifier.create(this.reversals.reverse(WechatPayHkSimulator.PAID_ORDER))
			.expectComplete()
			.verify(LONG_ENOUGH);

		assertThat(this.simulator.orders().state(WechatPayHkSimulator.PAID_ORDER)).isEqualTo(TradeState.REVOKED);
	}

	@Test
	void rejectsAForgedResponse() {
		this.simulator.faults().inject(Fault.signedByUntrustedKey()).on(Operation.REVERSE);

		StepVerifier.create(this.reversals.reverse(WechatPayHkSimulator.PAID_ORDER))
			.expectErrorSatisfies(
					(error) -> assertThat(error).isInstanceOfSatisfying(WechatPayHkException.class, (ex) -> {
						assertThat(ex.outcome()).isEqualTo(Outcome.UNKNOWN);
						assertThat(ex.signatureStatus()).isEqualTo(SignatureStatus.INVALID);
						assertThat(ex.attempts()).hasSize(3);
					}))
			.verify(LONG_ENOUGH);
	}

	@RepeatedTest(2)
	void findsNothingOfTheTestBefore() {
		assertThat(this.simulator.orders().all()).extracting(SimulatedOrder::outTradeNo)
			.containsExactlyInAnyOrder(WechatPayHkSimulator.PAID_ORDER, "BEFORE-EACH");
		assertThat(this.simulator.orders().state(WechatPayHkSimulator.PAID_ORDER)).isEqualTo(TradeState.SUCCESS);
		assertThat(this.simulator.requests().all()).isEmpty();
		assertThat(this.simulator.faults().rules()).isEmpty();

		this.simulator.orders().put(SimulatedOrder.quickPay("LEFTOVER"));
		this.simulator.faults().inject(Fault.systemError()).on(Operation.QUERY);
		StepVerifier.create(this.reversals.reverse(WechatPayHkSimulator.PAID_ORDER))
			.expectComplete()
			.verify(LONG_ENOUGH);
	}

	@Nested
	class InNestedClasses {

		@RepeatedTest(2)
		void isResetToo() {
			assertThat(AutoConfigureWechatPayHkSimulatorTests.this.simulator.orders().find("LEFTOVER")).isNull();
			AutoConfigureWechatPayHkSimulatorTests.this.simulator.orders().put(SimulatedOrder.quickPay("LEFTOVER"));
		}

	}

}
