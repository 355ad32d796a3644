package io.github.wechatpayhk.documentation.durable;

import java.util.List;

import io.github.wechatpayhk.durable.DurableReversal;
import io.github.wechatpayhk.durable.DurableReversals;
import io.github.wechatpayhk.durable.ReversalState;

class People {

	List<DurableReversal> decide(DurableReversals durableReversals, String id) {
		List<DurableReversal> list = durableReversals.list(ReversalState.NEEDS_ATTENTION, 0, 100);
		durableReversals.attempts(id);
		durableReversals.retry(id, "Anna: the gateway is back");
		durableReversals.settle(id, "Anna: refunded in the merchant platform");
		durableReversals.pause();
		durableReversals.resume();
		return list;
	}

}
