package io.github.wechatpayhk.simulator.order;

import java.util.EnumMap;
import java.util.Map;

import io.github.wechatpayhk.simulator.protocol.Call;
import io.github.wechatpayhk.simulator.protocol.Operation;
import io.github.wechatpayhk.simulator.protocol.OperationHandler;
import io.github.wechatpayhk.simulator.protocol.Reply;

/**
 * Places, charges, shows, closes and reverses orders.
 *
 * @since 0.1.0
 */
public final class OrderOperations {

	private final OrderBook orders;

	private final OrderEvents events;

	private final Payers payers;

	/**
	 * Create the operations.
	 * @param orders the order book
	 * @param events what happens to orders
	 * @param payers the payers that a test chose
	 */
	public OrderOperations(OrderBook orders, OrderEvents events, Payers payers) {
		this.orders = orders;
		this.events = events;
		this.payers = payers;
	}

	/**
	 * Return what handles each operation on orders.
	 * @return the handlers
	 */
	public Map<Operation, OperationHandler> handlers() {
		Map<Operation, OperationHandler> handlers = new EnumMap<>(Operation.class);
		handlers.put(Operation.NATIVE, place(SimulatedTradeType.NATIVE));
		handlers.put(Operation.JSAPI, place(SimulatedTradeType.JSAPI));
		handlers.put(Operation.APP, place(SimulatedTradeType.APP));
		handlers.put(Operation.MWEB, place(SimulatedTradeType.MWEB));
		handlers.put(Operation.MICROPAY, new MicropayOperation(this.orders, this.events, this.payers));
		handlers.put(Operation.QUERY, this::query);
		handlers.put(Operation.CLOSE, this::close);
		handlers.put(Operation.REVERSE, this::reverse);
		return handlers;
	}

	private OperationHandler place(SimulatedTradeType type) {
		return new PlaceOrderOperation(type, this.orders, this.events, this.payers);
	}

	private Reply query(Call call) {
		return Reply.json(200, OrderJson.of(order(call), call.ids()));
	}

	private Reply close(Call call) {
		this.events.close(order(call), call.at());
		return Reply.noContent();
	}

	private Reply reverse(Call call) {
		this.events.reverse(order(call), call.at());
		return Reply.noContent();
	}

	private SimulatedOrder order(Call call) {
		return this.orders.get(call.route(), call.ids());
	}

}
