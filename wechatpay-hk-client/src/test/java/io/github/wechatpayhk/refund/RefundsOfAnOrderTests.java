package io.github.wechatpayhk.refund;

import java.time.Duration;
import java.util.stream.IntStream;

import io.github.wechatpayhk.SimulatedShop;
import io.github.wechatpayhk.order.CurrencyCode;
import io.github.wechatpayhk.order.OrderReference;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.protocol.Operation;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * All refunds of an order, which come page by page.
 */
class RefundsOfAnOrderTests {

	private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

	@Test
	void areListedPageByPage() {
		OrderReference order = OrderReference.outTradeNo(WechatPayHkSimulator.PAID_ORDER);
		try (WechatPayHkSimulator simulator = WechatPayHkSimulator.builder()
			.refundRules((rules) -> rules.withSpacing(Duration.ZERO))
			.start()) {
			RefundService service = RefundService.create(SimulatedShop.INSTITUTION_GLOBAL.client(simulator));
			for (int number = 0; number < 21; number++) {
				service
					.refund(RefundRequest.builder(order, "R" + number, new RefundAmount(1, 888, CurrencyCode.HKD))
						.build())
					.block(LONG_ENOUGH);
			}

			StepVerifier.create(service.list(order).map(Refund::outRefundNo))
				.expectNextSequence(IntStream.range(0, 21).mapToObj((number) -> "R" + number).toList())
				.expectComplete()
				.verify(LONG_ENOUGH);

			assertThat(simulator.requests().of(Operation.LIST_REFUNDS)).hasSize(2);
		}
	}

}
