package io.github.wechatpayhk.simulator.order;

import java.time.Duration;
import java.time.Instant;

import io.github.wechatpayhk.simulator.protocol.ApiProblem;

/**
 * The state machine of an order: every event makes a new value or is refused.
 */
final class Transitions {

	private static final Duration REVERSE_WINDOW = Duration.ofDays(7);

	private final Duration earliestClose;

	Transitions(Duration earliestClose) {
		this.earliestClose = earliestClose;
	}

	SimulatedOrder pay(SimulatedOrder order, Instant at) {
		if (order.state() != TradeState.NOTPAY && order.state() != TradeState.USERPAYING) {
			return order;
		}
		return order.with().state(TradeState.SUCCESS).paidAt(at).build(at);
	}

	SimulatedOrder fail(SimulatedOrder order, Instant at) {
		boolean isOpen = order.state() == TradeState.NOTPAY || order.state() == TradeState.USERPAYING;
		return (isOpen && isQuickPay(order)) ? order.with().state(TradeState.PAYERROR).build(at) : order;
	}

	SimulatedOrder revokeUnpaid(SimulatedOrder order, Instant at) {
		return switch (order.state()) {
			case NOTPAY, USERPAYING, PAYERROR -> order.with().state(TradeState.REVOKED).build(at);
			default -> order;
		};
	}

	SimulatedOrder expire(SimulatedOrder order, Instant at) {
		return (order.state() == TradeState.NOTPAY) ? order.with().state(TradeState.CLOSED).build(at) : order;
	}

	SimulatedOrder reverse(SimulatedOrder order, Instant at) {
		if (!isQuickPay(order)) {
			throw new ApiProblem(400, "INVALID_REQUEST", "Only Quick Pay orders can be reversed; close or refund it");
		}
		return switch (order.state()) {
			case REVOKED -> order;
			case CLOSED -> throw new ApiProblem(400, "ORDER_CLOSED", "The order is finished already");
			case REFUND -> throw new ApiProblem(400, "INVALID_REQUEST", "The order has a refund");
			default -> reverseOpen(order, at);
		};
	}

	private static SimulatedOrder reverseOpen(SimulatedOrder order, Instant at) {
		if (order.createdAt().plus(REVERSE_WINDOW).isBefore(at)) {
			throw new ApiProblem(400, "REVERSE_EXPIRE", "The order is too old to be reversed");
		}
		return order.with().state(TradeState.REVOKED).build(at);
	}

	SimulatedOrder close(SimulatedOrder order, Instant at) {
		return switch (order.state()) {
			case NOTPAY, PAYERROR -> closeUnpaid(order, at);
			case USERPAYING -> throw new ApiProblem(400, "INVALID_REQUEST", "The payer is paying, the order is open");
			case SUCCESS, REFUND -> throw new ApiProblem(400, "ORDERPAID", "The order is paid, use refund");
			case REVOKED, CLOSED -> order;
		};
	}

	private SimulatedOrder closeUnpaid(SimulatedOrder order, Instant at) {
		if (order.createdAt().plus(this.earliestClose).isAfter(at)) {
			throw new ApiProblem(400, "INVALID_REQUEST", "The order is too young to be closed");
		}
		return order.with().state(TradeState.CLOSED).build(at);
	}

	private static boolean isQuickPay(SimulatedOrder order) {
		return order.type() == SimulatedTradeType.MICROPAY;
	}

}
