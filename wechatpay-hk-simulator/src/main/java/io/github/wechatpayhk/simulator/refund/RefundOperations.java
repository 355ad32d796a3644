package io.github.wechatpayhk.simulator.refund;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.wechatpayhk.simulator.order.OrderBook;
import io.github.wechatpayhk.simulator.order.OrderJson;
import io.github.wechatpayhk.simulator.order.SimulatedOrder;
import io.github.wechatpayhk.simulator.protocol.Call;
import io.github.wechatpayhk.simulator.protocol.Input;
import io.github.wechatpayhk.simulator.protocol.Operation;
import io.github.wechatpayhk.simulator.protocol.OperationHandler;
import io.github.wechatpayhk.simulator.protocol.Reply;
import io.github.wechatpayhk.simulator.protocol.Route;

/**
 * Creates, shows and lists refunds.
 *
 * @since 0.1.0
 */
public final class RefundOperations {

	private final OrderBook orders;

	private final RefundBook refunds;

	/**
	 * Create the operations.
	 * @param orders the order book
	 * @param refunds the refunds
	 */
	public RefundOperations(OrderBook orders, RefundBook refunds) {
		this.orders = orders;
		this.refunds = refunds;
	}

	/**
	 * Return what handles each operation on refunds.
	 * @return the handlers
	 */
	public Map<Operation, OperationHandler> handlers() {
		return Map.of(Operation.REFUND, this::create, Operation.QUERY_REFUND, this::query, Operation.LIST_REFUNDS,
				this::list);
	}

	private Reply create(Call call) {
		SimulatedRefundRequest request = SimulatedRefundRequest.read(call.input(), call.ids());
		SimulatedOrder order = this.orders.get(request.transactionId(), request.outTradeNo(), call.ids());
		return Reply.json(200, RefundJson.created(this.refunds.create(order, request, call.at())));
	}

	private Reply query(Call call) {
		Map<String, String> variables = call.route().variables();
		return Reply.json(200, RefundJson.queried(this.refunds.get(variables.get(Route.REFUND_ID),
				variables.get(Route.OUT_REFUND_NO), call.ids().shop())));
	}

	private Reply list(Call call) {
		Input query = call.input();
		String transactionId = query.optionalText("transaction_id", 32);
		String outTradeNo = query.optionalText("out_trade_no", 32);
		if (transactionId == null && outTradeNo == null) {
			throw query.refuse("transaction_id", "or out_trade_no is required");
		}
		long offset = query.number("offset", 0);
		long count = query.number("count", 1);
		SimulatedOrder order = this.orders.get(transactionId, outTradeNo, call.ids());
		List<SimulatedRefund> all = this.refunds.of(order);
		List<Map<String, Object>> page = all.stream().skip(offset).limit(count).map(RefundJson::listed).toList();
		Map<String, Object> json = new LinkedHashMap<>(OrderJson.of(order, call.ids()));
		json.put("total_num", all.size());
		json.put("current_total_num", page.size());
		json.put("data", page);
		return Reply.json(200, json);
	}

}
