package io.github.wechatpayhk.documentation.durable;

import io.github.wechatpayhk.ReverseOrderRequest;
import io.github.wechatpayhk.durable.DurableReversals;

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
