package io.github.wechatpayhk.simulator.order;

import java.util.Map;

import io.github.wechatpayhk.simulator.protocol.ApiProblem;
import io.github.wechatpayhk.simulator.protocol.Call;
import io.github.wechatpayhk.simulator.protocol.Input;
import io.github.wechatpayhk.simulator.protocol.OperationHandler;
import io.github.wechatpayhk.simulator.protocol.Reply;

/**
 * Charges the code that a payer shows.
 */
final class MicropayOperation implements OperationHandler {

	private final OrderBook orders;

	private final OrderEvents events;

	private final Payers payers;

	MicropayOperation(OrderBook orders, OrderEvents events, Payers payers) {
		this.orders = orders;
		this.events = events;
		this.payers = payers;
	}

	@Override
	public Reply handle(Call call) {
		SimulatedOrder order = OrderFields.read(call.input(), call.ids(), SimulatedTradeType.MICROPAY).build(call.at());
		String authCode = authCode(call.input().object("payer"));
		if (this.orders.isTaken(order)) {
			throw new ApiProblem(403, "OUT_TRADE_NO_USED", "The out_trade_no was used before");
		}
		if (!this.payers.use(authCode)) {
			throw new ApiProblem(400, "AUTH_CODE_INVALID", "The auth_code was used before");
		}
		SimulatedPayer payer = this.payers.of(order.outTradeNo(), authCode);
		boolean isLeft = !payer.isRefused() || payer.status() != 400;
		if (isLeft) {
			order = place(order, payer);
		}
		if (payer.status() != 0) {
			throw new ApiProblem(payer.status(), payer.code(), "The payment was not completed");
		}
		return order.state().isPaid() ? Reply.json(200, OrderJson.of(order, call.ids())) : pending(order, call);
	}

	private static String authCode(Input payer) {
		String authCode = payer.text("auth_code", 32);
		if (!authCode.matches("1[0-5][0-9]{16}")) {
			throw payer.refuse("auth_code", "must be 18 digits that begin with 10 to 15");
		}
		return authCode;
	}

	private SimulatedOrder place(SimulatedOrder read, SimulatedPayer payer) {
		TradeState first = payer.isRefused() ? TradeState.NOTPAY : TradeState.USERPAYING;
		SimulatedOrder order = read.with().state(first).build(read.createdAt());
		if (this.orders.putIfAbsent(order) != null) {
			throw new ApiProblem(403, "OUT_TRADE_NO_USED", "The out_trade_no was used before");
		}
		if (payer.isAtOnce()) {
			return this.events.pay(order, order.createdAt());
		}
		this.events.expect(order, payer);
		return (payer.fails() != null && payer.fails().isZero()) ? this.events.fail(order, order.createdAt()) : order;
	}

	private Reply pending(SimulatedOrder order, Call call) {
		return switch (this.events.rules().pendingForm()) {
			case ORDER -> Reply.json(202, OrderJson.of(order, call.ids()));
			case CODE -> Reply.json(202, Map.of("code", "USERPAYING", "message", "User is paying"));
			case EMPTY -> new Reply(202, new byte[0]);
		};
	}

}
