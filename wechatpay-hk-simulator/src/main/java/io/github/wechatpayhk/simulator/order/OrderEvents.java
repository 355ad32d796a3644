package io.github.wechatpayhk.simulator.order;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BiConsumer;

import io.github.wechatpayhk.simulator.time.EventQueue;
import org.jspecify.annotations.Nullable;

/**
 * Lets payers act and time pass over orders.
 *
 * @since 0.1.0
 */
public final class OrderEvents {

	private static final Duration REVOKED_AFTER = Duration.ofSeconds(45);

	private final OrderBook orders;

	private final EventQueue eventQueue;

	private final OrderRules rules;

	private final Transitions transitions;

	private final BiConsumer<SimulatedOrder, Instant> paid;

	/**
	 * Create the events.
	 * @param orders the order book
	 * @param eventQueue what falls due by the clock
	 * @param rules the rules about orders
	 * @param paid receives every order that is paid, and when
	 */
	public OrderEvents(OrderBook orders, EventQueue eventQueue, OrderRules rules,
			BiConsumer<SimulatedOrder, Instant> paid) {
		this.orders = orders;
		this.eventQueue = eventQueue;
		this.rules = rules;
		this.transitions = new Transitions(rules.earliestClose());
		this.paid = paid;
	}

	/**
	 * Let an order be paid.
	 * @param order the order
	 * @param at when
	 * @return the order afterwards; unchanged when it cannot be paid any more
	 */
	public SimulatedOrder pay(SimulatedOrder order, Instant at) {
		boolean[] isPaid = new boolean[1];
		SimulatedOrder changed = this.orders.change(order, (present) -> {
			SimulatedOrder next = this.transitions.pay(present, at);
			isPaid[0] = next.state() != present.state();
			return next;
		});
		if (isPaid[0]) {
			this.paid.accept(changed, at);
		}
		return changed;
	}

	/**
	 * Let the payment of an order fail.
	 * @param order the order
	 * @param at when
	 * @return the order afterwards
	 */
	public SimulatedOrder fail(SimulatedOrder order, Instant at) {
		return this.orders.change(order, (present) -> this.transitions.fail(present, at));
	}

	SimulatedOrder reverse(SimulatedOrder order, Instant at) {
		return this.orders.change(order, (present) -> this.transitions.reverse(present, at));
	}

	SimulatedOrder close(SimulatedOrder order, Instant at) {
		return this.orders.change(order, (present) -> this.transitions.close(present, at));
	}

	/**
	 * Note what will happen to an order that was just placed.
	 * @param order the order
	 * @param payer who pays it, or {@code null} for nobody
	 */
	void expect(SimulatedOrder order, @Nullable SimulatedPayer payer) {
		Instant placed = order.createdAt();
		if (payer != null && payer.pays() != null) {
			this.eventQueue.add(placed.plus(payer.pays()), (at) -> pay(order, at));
		}
		if (payer != null && payer.fails() != null) {
			this.eventQueue.add(placed.plus(payer.fails()), (at) -> fail(order, at));
		}
		if (order.type() == SimulatedTradeType.MICROPAY) {
			this.eventQueue.add(placed.plus(REVOKED_AFTER),
					(at) -> this.orders.change(order, (present) -> this.transitions.revokeUnpaid(present, at)));
		}
		Instant end = order.expiresAt();
		if (end != null) {
			this.eventQueue.add(end,
					(at) -> this.orders.change(order, (present) -> this.transitions.expire(present, at)));
		}
	}

	OrderRules rules() {
		return this.rules;
	}

}
