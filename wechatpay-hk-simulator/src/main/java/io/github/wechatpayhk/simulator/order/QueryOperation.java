package io.github.wechatpayhk.simulator.order;

import io.github.wechatpayhk.simulator.protocol.Call;
import io.github.wechatpayhk.simulator.protocol.OperationHandler;
import io.github.wechatpayhk.simulator.protocol.Reply;

/**
 * Answers queries for one order.
 *
 * @since 0.1.0
 */
public final class QueryOperation implements OperationHandler {

	private final OrderBook orders;

	/**
	 * Create the operation.
	 * @param orders the order book
	 */
	public QueryOperation(OrderBook orders) {
		this.orders = orders;
	}

	@Override
	public Reply handle(Call call) {
		SimulatedOrder order = this.orders.get(call.route(), call.ids());
		return Reply.json(200, OrderJson.of(order, call.ids()));
	}

}
