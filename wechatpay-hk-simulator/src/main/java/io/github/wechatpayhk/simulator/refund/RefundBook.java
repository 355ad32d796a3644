package io.github.wechatpayhk.simulator.refund;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

import io.github.wechatpayhk.simulator.order.OrderBook;
import io.github.wechatpayhk.simulator.order.SimulatedOrder;
import io.github.wechatpayhk.simulator.order.TradeState;
import io.github.wechatpayhk.simulator.protocol.ApiProblem;
import io.github.wechatpayhk.simulator.time.EventQueue;
import org.jspecify.annotations.Nullable;

/**
 * All refunds of a simulator. Thread-safe.
 *
 * @since 0.1.0
 */
public final class RefundBook {

	private final Lock lock = new ReentrantLock();

	private static final Duration WINDOW = Duration.ofDays(365);

	private static final int MOST_OF_AN_ORDER = 50;

	private static final Duration SETTLED_AFTER = Duration.ofSeconds(10);

	private final Map<Key, SimulatedRefund> refunds = new LinkedHashMap<>();

	private final Map<String, Key> byId = new HashMap<>();

	private final Map<Key, List<Key>> byOrder = new HashMap<>();

	private final OrderBook orders;

	private final EventQueue eventQueue;

	private final RefundRules rules;

	private final BiConsumer<SimulatedRefund, Instant> finished;

	private long sequence = 82_019_052_709_732_678L;

	/**
	 * Create an empty book.
	 * @param orders the order book
	 * @param eventQueue what falls due by the clock
	 * @param rules the rules about refunds
	 * @param finished receives every refund that is finished, and when
	 */
	public RefundBook(OrderBook orders, EventQueue eventQueue, RefundRules rules,
			BiConsumer<SimulatedRefund, Instant> finished) {
		this.orders = orders;
		this.eventQueue = eventQueue;
		this.rules = rules;
		this.finished = finished;
	}

	/**
	 * Find a refund by the merchant's number, whichever shop it is of.
	 * @param outRefundNo the merchant's number
	 * @return the refund at this moment, or {@code null}
	 */
	public @Nullable SimulatedRefund find(String outRefundNo) {
		return all().stream().filter((refund) -> refund.outRefundNo().equals(outRefundNo)).findFirst().orElse(null);
	}

	/**
	 * Return all refunds.
	 * @return the refunds at this moment, in the order in which they were created
	 */
	public List<SimulatedRefund> all() {
		this.lock.lock();
		try {
			return List.copyOf(this.refunds.values());
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Finish a refund now, instead of at its time.
	 * @param outRefundNo the merchant's number
	 * @param status how it ends
	 * @param at when
	 */
	public void finish(String outRefundNo, SimulatedRefundStatus status, Instant at) {
		SimulatedRefund refund = find(outRefundNo);
		if (refund == null) {
			throw new IllegalArgumentException("There is no refund '" + outRefundNo + "'");
		}
		finish(Key.of(refund), status, at);
	}

	/**
	 * Forget all refunds.
	 */
	public void clear() {
		this.lock.lock();
		try {
			this.refunds.clear();
			this.byId.clear();
			this.byOrder.clear();
		}
		finally {
			this.lock.unlock();
		}
	}

	SimulatedRefund create(SimulatedOrder order, SimulatedRefundRequest request, Instant at) {
		this.lock.lock();
		try {
			Key key = new Key(order.ids().shop(), request.outRefundNo());
			SimulatedRefund before = this.refunds.get(key);
			if (before != null) {
				return repeat(before, order, request);
			}
			SimulatedOrder changed = this.orders.change(order, (present) -> accept(present, request, at));
			SimulatedRefund refund = new SimulatedRefund("50000" + String.format("%024d", ++this.sequence),
					request.outRefundNo(), changed, request.amount(), SimulatedRefundStatus.PROCESSING,
					request.notifyUrl(), at, null);
			this.refunds.put(key, refund);
			this.byId.put(refund.id(), key);
			this.byOrder.computeIfAbsent(orderKey(order), (unused) -> new ArrayList<>()).add(key);
			this.eventQueue.add(at.plus(SETTLED_AFTER), (due) -> finish(key, SimulatedRefundStatus.SUCCESS, due));
			return refund;
		}
		finally {
			this.lock.unlock();
		}
	}

	private static SimulatedRefund repeat(SimulatedRefund before, SimulatedOrder order,
			SimulatedRefundRequest request) {
		boolean isSame = before.amount() == request.amount() && before.order().outTradeNo().equals(order.outTradeNo());
		if (!isSame) {
			throw new ApiProblem(400, "INVALID_REQUEST", "The out_refund_no was used with other parameters");
		}
		return before;
	}

	private SimulatedOrder accept(SimulatedOrder order, SimulatedRefundRequest request, Instant at) {
		if (!order.state().isPaid()) {
			throw new ApiProblem(400, "INVALID_REQUEST", "The order is not paid");
		}
		Instant paidAt = order.paidAt();
		if (paidAt != null && paidAt.plus(WINDOW).isBefore(at)) {
			throw new ApiProblem(403, "TRADE_OVERDUE", "The order was paid too long ago");
		}
		if (request.total() != order.total() || !request.currency().equals(order.currency())) {
			throw new ApiProblem(400, "INVALID_REQUEST", "Total or currency are not the order's");
		}
		if (request.amount() > order.held()) {
			throw new ApiProblem(400, "INVALID_REQUEST", "The amount is greater than what is left to refund");
		}
		checkEarlier(order, at);
		return order.with().state(TradeState.REFUND).refunded(order.refunded() + request.amount()).build(at);
	}

	private void checkEarlier(SimulatedOrder order, Instant at) {
		List<SimulatedRefund> earlier = of(order);
		if (earlier.size() >= MOST_OF_AN_ORDER) {
			throw new ApiProblem(403, "RULE_LIMIT", "The order has too many refunds");
		}
		if (earlier.stream().anyMatch((refund) -> refund.createdAt().plus(this.rules.spacing()).isAfter(at))) {
			throw new ApiProblem(429, "FREQUENCY_LIMIT_EXCEED", "Two refunds of one order must be further apart");
		}
	}

	private void finish(Key key, SimulatedRefundStatus status, Instant at) {
		SimulatedRefund changed;
		this.lock.lock();
		try {
			SimulatedRefund present = this.refunds.get(key);
			if (present == null || present.status() == status || (present.status() != SimulatedRefundStatus.PROCESSING
					&& present.status() != SimulatedRefundStatus.ABNORMAL)) {
				return;
			}
			changed = present.finish(status, at);
			this.refunds.put(key, changed);
			if (status == SimulatedRefundStatus.REFUNDCLOSE) {
				this.orders.change(present.order(),
						(order) -> order.with().refunded(order.refunded() - present.amount()).build(at));
			}
		}
		finally {
			this.lock.unlock();
		}
		if (status != SimulatedRefundStatus.PROCESSING) {
			this.finished.accept(changed, at);
		}
	}

	List<SimulatedRefund> of(SimulatedOrder order) {
		this.lock.lock();
		try {
			return this.byOrder.getOrDefault(orderKey(order), List.of())
				.stream()
				.flatMap((key) -> Stream.ofNullable(this.refunds.get(key)))
				.toList();
		}
		finally {
			this.lock.unlock();
		}
	}

	SimulatedRefund get(@Nullable String id, @Nullable String outRefundNo, String shop) {
		this.lock.lock();
		try {
			Key key = (id != null) ? this.byId.get(id) : new Key(shop, String.valueOf(outRefundNo));
			SimulatedRefund refund = (key != null && key.shop().equals(shop)) ? this.refunds.get(key) : null;
			if (refund == null) {
				throw new ApiProblem(404, "RESOURCE_NOT_EXISTS", "The refund does not exist");
			}
			return refund;
		}
		finally {
			this.lock.unlock();
		}
	}

	private static Key orderKey(SimulatedOrder order) {
		return new Key(order.ids().shop(), order.outTradeNo());
	}

	private record Key(String shop, String number) {

		static Key of(SimulatedRefund refund) {
			return new Key(refund.order().ids().shop(), refund.outRefundNo());
		}

	}

}
