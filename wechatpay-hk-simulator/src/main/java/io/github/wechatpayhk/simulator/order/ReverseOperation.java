package io.github.wechatpayhk.simulator.order;

import java.time.Duration;

import io.github.wechatpayhk.simulator.protocol.ApiProblem;
import io.github.wechatpayhk.simulator.protocol.Call;
import io.github.wechatpayhk.simulator.protocol.OperationHandler;
import io.github.wechatpayhk.simulator.protocol.Reply;

/**
 * Reverses Quick Pay orders.
 *
 * @since 0.1.0
 */
public final class ReverseOperation implements OperationHandler {

	private static final Duration WINDOW = Duration.ofDays(7);

	private final OrderBook orders;

	/**
	 * Create the operation.
	 * @param orders the order book
	 */
	public ReverseOperation(OrderBook orders) {
		this.orders = orders;
	}

	@Override
	public Reply handle(Call call) {
		SimulatedOrder order = this.orders.find(call.route(), call.ids());
		if (order == null) {
			throw new ApiProblem(404, "ORDER_NOT_EXIST", "The order does not exist");
		}
		this.orders.change(order, (present) -> reverse(present, call));
		return Reply.noContent();
	}

	private SimulatedOrder reverse(SimulatedOrder order, Call call) {
		if (order.type() != TradeType.MICROPAY) {
			throw new ApiProblem(400, "INVALID_REQUEST", "Only Quick Pay orders can be reversed");
		}
		return switch (order.state()) {
			case REVOKED -> order;
			case CLOSED -> throw new ApiProblem(400, "ORDER_CLOSED", "The order is closed");
			case REFUND -> throw new ApiProblem(400, "INVALID_REQUEST", "The order has a refund");
			default -> {
				if (order.createdAt().plus(WINDOW).isBefore(call.at())) {
					throw new ApiProblem(400, "REVERSE_EXPIRE", "Orders can be reversed within 7 days");
				}
				yield order.with().state(TradeState.REVOKED).build(call.at());
			}
		};
	}

}
