package io.github.wechatpayhk.documentation.outcomes;

import java.time.Duration;

import io.github.wechatpayhk.documentation.outcomes.CashierScreen.Text;
import io.github.wechatpayhk.durable.DurableReversals;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.fault.Fault;
import io.github.wechatpayhk.simulator.order.SimulatedOrder;
import io.github.wechatpayhk.simulator.order.TradeState;
import io.github.wechatpayhk.test.AutoConfigureWechatPayHkSimulator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.test.StepVerifier;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever a reversal ends with, the cashier reads what is true.
 */
@SpringBootTest(properties = "wechatpay.hk.durable-reversal.embedded.file=target/cashier-screen-${random.uuid}")
@AutoConfigureWechatPayHkSimulator
class CashierScreenTests {

	private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

	@Autowired
	private CashierScreen screen;

	@Autowired
	private DurableReversals durableReversals;

	@Autowired
	private WechatPayHkSimulator simulator;

	@Test
	void readsThatThePaymentIsReversed() {
		assertText("PAID", Text.REVERSED);

		assertThat(this.simulator.orders().state("PAID")).isEqualTo(TradeState.REVOKED);
	}

	@Test
	void isNotToldOfAFailureThatNobodyKnows() {
		this.simulator.faults()
			.inject(Fault.resetBeforeEffect())
			.matching((request) -> request.target().contains("UNKNOWN"))
			.times(3);

		assertText("UNKNOWN", Text.WILL_BE_REVERSED);

		assertThat(this.simulator.orders()
			.await("UNKNOWN", (order) -> order.state() == TradeState.REVOKED, LONG_ENOUGH)
			.held()).isZero();
	}

	@ParameterizedTest
	@CsvSource({ "CLOSED, REVERSED", "REFUND, CALL_THE_SUPERVISOR" })
	void readsWhatTheOrderShowsAfterARefusal(TradeState state, Text text) {
		this.simulator.orders().put(SimulatedOrder.quickPay("REFUSED").state(state));

		StepVerifier.create(this.screen.reverse("REFUSED")).expectNext(text).expectComplete().verify(LONG_ENOUGH);
	}

	@Test
	void isToldOfAWrongOrderNumber() {
		StepVerifier.create(this.screen.reverse("NOBODYS"))
			.expectNext(Text.CALL_THE_SUPERVISOR)
			.expectComplete()
			.verify(LONG_ENOUGH);

		assertThat(this.durableReversals.findByOrder("NOBODYS")).hasSize(1);
	}

	@Test
	void isForgottenByNobodyWhileOurKeyIsRefused() {
		this.simulator.faults()
			.inject(Fault.unauthorized())
			.matching((request) -> request.target().contains("OPEN"))
			.times(2);

		assertText("OPEN", Text.CALL_THE_SUPERVISOR);

		assertThat(this.simulator.orders()
			.await("OPEN", (order) -> order.state() == TradeState.REVOKED, LONG_ENOUGH)
			.held()).isZero();
	}

	private void assertText(String outTradeNo, Text text) {
		this.simulator.orders().put(SimulatedOrder.quickPay(outTradeNo));
		StepVerifier.create(this.screen.reverse(outTradeNo)).expectNext(text).expectComplete().verify(LONG_ENOUGH);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(CashierScreen.class)
	static class Shop {

	}

}
