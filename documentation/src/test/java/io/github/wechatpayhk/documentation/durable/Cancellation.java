package io.github.wechatpayhk.documentation.durable;

import io.github.wechatpayhk.durable.DurableReversals;
import io.github.wechatpayhk.order.ReverseOrderRequest;

import org.springframework.transaction.annotation.Transactional;

class Cancellation {

	private final Orders orders;

	private final DurableReversals durableReversals;

	Cancellation(Orders orders, DurableReversals durableReversals) {
		this.orders = orders;
		this.durableReversals = durableReversals;
	}

	@Transactional
	void cancel(String outTradeNo) {
		this.orders.markCancelled(outTradeNo);
		this.durableReversals.schedule(ReverseOrderRequest.outTradeNo(outTradeNo));
	}

}
