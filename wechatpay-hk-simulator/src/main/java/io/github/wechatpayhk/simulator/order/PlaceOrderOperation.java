package io.github.wechatpayhk.simulator.order;

import java.time.Instant;
import java.util.Map;

import io.github.wechatpayhk.simulator.protocol.ApiProblem;
import io.github.wechatpayhk.simulator.protocol.Call;
import io.github.wechatpayhk.simulator.protocol.Input;
import io.github.wechatpayhk.simulator.protocol.OperationHandler;
import io.github.wechatpayhk.simulator.protocol.Reply;

/**
 * Places native, jsapi, app and mweb orders.
 */
final class PlaceOrderOperation implements OperationHandler {

	private final SimulatedTradeType type;

	private final OrderBook orders;

	private final OrderEvents events;

	private final Payers payers;

	PlaceOrderOperation(SimulatedTradeType type, OrderBook orders, OrderEvents events, Payers payers) {
		this.type = type;
		this.orders = orders;
		this.events = events;
		this.payers = payers;
	}

	@Override
	public Reply handle(Call call) {
		SimulatedOrder order = read(call);
		SimulatedOrder before = this.orders.putIfAbsent(order);
		if (before != null) {
			return repeated(order, before);
		}
		this.events.expect(order, this.payers.of(order.outTradeNo()));
		return response(order);
	}

	private SimulatedOrder read(Call call) {
		Input body = call.input();
		SimulatedOrder.Builder order = OrderFields.read(body, call.ids(), this.type);
		String notifyUrl = OrderFields.notifyUrl(body);
		if (notifyUrl == null) {
			throw body.refuse("notify_url", "is required");
		}
		Instant end = OrderFields.time(body, "time_expire");
		OrderFields.time(body, "time_start");
		if (this.type == SimulatedTradeType.JSAPI) {
			Input payer = body.object("payer");
			if (!payer.has("openid") && !payer.has("sp_openid") && !payer.has("sub_openid")) {
				throw payer.refuse("openid", "is required");
			}
		}
		if (this.type == SimulatedTradeType.MWEB) {
			body.object("scene_info").text("payer_client_ip", 45);
		}
		SimulatedOrder placed = order.notifyUrl(notifyUrl).expiresAt(end).build(call.at());
		return placed.with().prepay(prepay(placed)).build(call.at());
	}

	private String prepay(SimulatedOrder order) {
		String token = Integer.toHexString(order.request().hashCode());
		return switch (this.type) {
			case NATIVE -> "weixin://wxpay/s/" + token;
			case MWEB -> "https://wx.tenpay.com/cgi-bin/mmpayweb-bin/checkmweb?prepay_id=wx" + token;
			default -> "wx201410272009395522657a" + token;
		};
	}

	private Reply repeated(SimulatedOrder order, SimulatedOrder before) {
		if (before.state().isPaid()) {
			throw new ApiProblem(400, "ORDERPAID", "The order is paid");
		}
		if (before.state() == TradeState.CLOSED || before.state() == TradeState.REVOKED) {
			throw new ApiProblem(400, "ORDER_CLOSED", "The order is closed");
		}
		if (!before.request().equals(order.request()) || before.type() != order.type()) {
			throw new ApiProblem(400, "INVALID_REQUEST", "The order exists with other parameters");
		}
		return response(before);
	}

	private Reply response(SimulatedOrder order) {
		String name = switch (this.type) {
			case NATIVE -> "code_url";
			case MWEB -> "mweb_url";
			default -> "prepay_id";
		};
		return Reply.json(200, Map.of(name, order.prepay()));
	}

}
