package io.github.wechatpayhk.documentation.outcomes;

import java.time.Duration;

import io.github.wechatpayhk.durable.DurableReversalRequest;
import io.github.wechatpayhk.durable.DurableReversals;
import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.order.QueryOrderService;
import io.github.wechatpayhk.order.ReverseOrderRequest;
import io.github.wechatpayhk.order.ReverseOrderService;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Service;

/**
 * A cashier's program: one of three texts within some seconds, and no order forgotten.
 */
@Service
class CashierScreen {

	private final ReverseOrderService reverseOrderService;

	private final QueryOrderService queryOrderService;

	private final DurableReversals durableReversals;

	CashierScreen(ReverseOrderService reverseOrderService, QueryOrderService queryOrderService,
			DurableReversals durableReversals) {
		this.reverseOrderService = reverseOrderService;
		this.queryOrderService = queryOrderService;
		this.durableReversals = durableReversals;
	}

	Mono<Text> reverse(String outTradeNo) {
		ReverseOrderRequest order = ReverseOrderRequest.outTradeNo(outTradeNo).withDeadline(Duration.ofSeconds(8));
		return this.reverseOrderService.reverse(order)
			.thenReturn(Text.REVERSED)
			.onErrorResume(WechatPayHkException.class, (ex) -> (ex.outcome() == Outcome.REJECTED)
					? refused(order, outTradeNo) : scheduled(order, Text.WILL_BE_REVERSED));
	}

	private Mono<Text> refused(ReverseOrderRequest order, String outTradeNo) {
		return this.queryOrderService.query(outTradeNo)
			.map((found) -> found.tradeState().isReversedOrClosed() ? Text.REVERSED : Text.CALL_THE_SUPERVISOR)
			.onErrorResume(WechatPayHkException.class, (ex) -> scheduled(order, Text.CALL_THE_SUPERVISOR));
	}

	private Mono<Text> scheduled(ReverseOrderRequest order, Text text) {
		return this.durableReversals.scheduleReactive(DurableReversalRequest.of(order)).thenReturn(text);
	}

	/**
	 * What the cashier reads.
	 */
	enum Text {

		/** The payer has the money, or nobody had taken it. */
		REVERSED,

		/** Nobody has to press the button again. */
		WILL_BE_REVERSED,

		/** A refund, a key that is refused, or a mistake in the order number. */
		CALL_THE_SUPERVISOR

	}

}
