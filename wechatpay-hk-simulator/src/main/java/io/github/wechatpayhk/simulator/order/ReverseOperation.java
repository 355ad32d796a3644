package io.github.wechatpayhk.simulator.order;

import io.github.wechatpayhk.simulator.protocol.Call;
import io.github.wechatpayhk.simulator.protocol.OperationHandler;
import io.github.wechatpayhk.simulator.protocol.Reply;

/**
 * Reverses Quick Pay orders.
 *
 * @since 0.1.0
 */
public final class ReverseOperation implements OperationHandler {

	private final OrderBook orders;

	private final OrderEvents events;

	/**
	 * Create the operation.
	 * @param orders the order book
	 * @param events what happens to orders
	 */
	public ReverseOperation(OrderBook orders, OrderEvents events) {
		this.orders = orders;
		this.events = events;
	}

	@Override
	public Reply handle(Call call) {
		this.events.reverse(this.orders.get(call.route(), call.ids()), call.at());
		return Reply.noContent();
	}

}
