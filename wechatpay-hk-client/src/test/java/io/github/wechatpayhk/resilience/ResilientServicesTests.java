package io.github.wechatpayhk.resilience;

import java.time.Duration;

import io.github.wechatpayhk.SimulatedShop;
import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.order.MicropayRequest;
import io.github.wechatpayhk.order.MicropayService;
import io.github.wechatpayhk.order.OrderAmount;
import io.github.wechatpayhk.order.OrderReference;
import io.github.wechatpayhk.order.QueryOrderService;
import io.github.wechatpayhk.refund.RefundAmount;
import io.github.wechatpayhk.refund.RefundRequest;
import io.github.wechatpayhk.refund.RefundService;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.fault.Fault;
import io.github.wechatpayhk.simulator.protocol.Operation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is repeated after an unknown outcome, and what is not.
 */
class ResilientServicesTests {

	private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

	private static WechatPayHkSimulator simulator;

	private static WechatPayHkClient client;

	private final ResilientServices services = new ResilientServices(ResilientCalls.builder("1900000109").build());

	@BeforeAll
	static void startSimulator() {
		simulator = WechatPayHkSimulator.start();
		client = SimulatedShop.DIRECT_HK.client(simulator);
	}

	@AfterAll
	static void stopSimulator() {
		simulator.close();
	}

	@BeforeEach
	void resetSimulator() {
		simulator.reset();
	}

	@Test
	void aPaymentThatMayHaveBeenTakenIsNotPostedAgain() {
		simulator.faults().inject(Fault.systemError().afterEffect()).on(Operation.MICROPAY).once();
		MicropayRequest request = MicropayRequest.builder("T1", "120061098828009400", OrderAmount.hkd(888))
			.description("x")
			.merchantCategoryCode("1011")
			.build();

		StepVerifier.create(this.services.micropay(MicropayService.create(client)).pay(request))
			.expectErrorSatisfies((error) -> assertThat(error).isInstanceOfSatisfying(WechatPayHkException.class,
					(ex) -> assertThat(ex.outcome()).isEqualTo(Outcome.UNKNOWN)))
			.verify(LONG_ENOUGH);

		assertThat(simulator.requests().of(Operation.MICROPAY)).hasSize(1);
	}

	@Test
	void aQueryIsRepeated() {
		simulator.faults().inject(Fault.systemError()).on(Operation.QUERY).once();

		StepVerifier
			.create(this.services.query(QueryOrderService.create(client)).query(WechatPayHkSimulator.PAID_ORDER))
			.expectNextCount(1)
			.expectComplete()
			.verify(LONG_ENOUGH);
	}

	@Test
	void aRefundIsRepeatedAsTheSameRefund() {
		simulator.faults().inject(Fault.systemError().afterEffect()).on(Operation.REFUND).once();
		RefundRequest request = RefundRequest
			.builder(OrderReference.outTradeNo(WechatPayHkSimulator.PAID_ORDER), "R1",
					RefundAmount.full(OrderAmount.hkd(888)))
			.build();

		StepVerifier.create(this.services.refund(RefundService.create(client)).refund(request))
			.assertNext((refund) -> assertThat(refund.outRefundNo()).isEqualTo("R1"))
			.expectComplete()
			.verify(LONG_ENOUGH);

		assertThat(simulator.requests().of(Operation.REFUND)).hasSize(2);
		assertThat(simulator.refunds().all()).hasSize(1);
	}

}
