package io.github.wechatpayhk.simulator.order;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

import io.github.wechatpayhk.simulator.protocol.ApiProblem;
import io.github.wechatpayhk.simulator.protocol.Ids;
import io.github.wechatpayhk.simulator.protocol.Route;
import io.github.wechatpayhk.simulator.time.Waiting;
import org.jspecify.annotations.Nullable;

/**
 * All orders of a simulator. Thread-safe; made for hundreds of thousands of orders.
 *
 * @since 0.1.0
 */
public final class OrderBook {

	private final Lock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final OrderIndex index = new OrderIndex();

	private final InstantSource clock;

	/**
	 * Create an empty book.
	 * @param clock the clock that dates orders
	 */
	public OrderBook(InstantSource clock) {
		this.clock = clock;
	}

	/**
	 * Put an order into the book, replacing one with the same number of the same shop.
	 * @param order the order
	 * @return the order as it stands in the book
	 */
	public SimulatedOrder put(SimulatedOrder.Builder order) {
		return put(order.build(this.clock.instant()));
	}

	/**
	 * Put an order into the book, replacing one with the same number of the same shop.
	 * @param order the order; without a transaction id it gets one
	 * @return the order as it stands in the book
	 */
	public SimulatedOrder put(SimulatedOrder order) {
		this.lock.lock();
		try {
			SimulatedOrder stored = this.index.put(order);
			this.changed.signalAll();
			return stored;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Find an order by the merchant's number, whichever shop it is of.
	 * @param outTradeNo the merchant's number
	 * @return the order at this moment, or {@code null}
	 */
	public @Nullable SimulatedOrder find(String outTradeNo) {
		this.lock.lock();
		try {
			return this.index.find(outTradeNo);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return the order that a path names, as one shop sees it.
	 * @param route the path
	 * @param ids the ids of the request
	 * @return the order
	 * @throws ApiProblem 404 when this shop has no such order
	 */
	SimulatedOrder get(Route route, Ids ids) {
		return get(route.variables().get(Route.TRANSACTION_ID), route.variables().get(Route.OUT_TRADE_NO), ids);
	}

	/**
	 * Return the order that a request names, as one shop sees it.
	 * @param transactionId WeChat Pay's id, or {@code null}
	 * @param outTradeNo the merchant's number, or {@code null}
	 * @param ids the ids of the request
	 * @return the order
	 * @throws ApiProblem 404 when this shop has no such order
	 */
	public SimulatedOrder get(@Nullable String transactionId, @Nullable String outTradeNo, Ids ids) {
		SimulatedOrder order = find(transactionId, outTradeNo, ids);
		if (order == null) {
			throw new ApiProblem(404, "ORDER_NOT_EXIST", "The order does not exist");
		}
		return order;
	}

	@Nullable SimulatedOrder find(@Nullable String transactionId, @Nullable String outTradeNo, Ids ids) {
		this.lock.lock();
		try {
			return this.index.find(transactionId, outTradeNo, ids);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return an order that must be there.
	 * @param outTradeNo the merchant's number
	 * @return the order at this moment
	 * @throws IllegalArgumentException if there is none
	 */
	public SimulatedOrder get(String outTradeNo) {
		SimulatedOrder order = find(outTradeNo);
		if (order == null) {
			throw new IllegalArgumentException("There is no order '" + outTradeNo + "'");
		}
		return order;
	}

	/**
	 * Return the state of an order that must be there.
	 * @param outTradeNo the merchant's number
	 * @return its state at this moment
	 * @throws IllegalArgumentException if there is none
	 */
	public TradeState state(String outTradeNo) {
		return get(outTradeNo).state();
	}

	/**
	 * Wait, in real time, until an order fulfils a condition.
	 * @param outTradeNo the merchant's number, possibly not yet known
	 * @param condition the condition
	 * @param timeout how long to wait
	 * @return the order
	 * @throws IllegalStateException if there was no such order in time
	 */
	public SimulatedOrder await(String outTradeNo, Predicate<SimulatedOrder> condition, Duration timeout) {
		return Waiting.until(this.lock, this.changed, () -> {
			SimulatedOrder order = find(outTradeNo);
			return (order != null && condition.test(order)) ? order : null;
		}, timeout);
	}

	/**
	 * Return all orders.
	 * @return the orders at this moment, in the order in which they were placed
	 */
	public List<SimulatedOrder> all() {
		this.lock.lock();
		try {
			return this.index.all();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return how many orders there are.
	 * @return the number of orders
	 */
	public int size() {
		this.lock.lock();
		try {
			return this.index.size();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Put an order into the book unless its number is taken.
	 * @param order the order
	 * @return the order that was there before, or {@code null}
	 */
	@Nullable SimulatedOrder putIfAbsent(SimulatedOrder order) {
		this.lock.lock();
		try {
			SimulatedOrder before = this.index.taking(order);
			if (before == null) {
				put(order);
			}
			return before;
		}
		finally {
			this.lock.unlock();
		}
	}

	boolean isTaken(SimulatedOrder order) {
		this.lock.lock();
		try {
			return this.index.taking(order) != null;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Forget all orders.
	 */
	public void clear() {
		this.lock.lock();
		try {
			this.index.clear();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Change an order without anybody coming in between.
	 * @param order the order, at any former moment
	 * @param change what makes the new value of the present one
	 * @return the new value
	 */
	public SimulatedOrder change(SimulatedOrder order, UnaryOperator<SimulatedOrder> change) {
		this.lock.lock();
		try {
			SimulatedOrder present = this.index.present(order);
			if (present == null) {
				return order;
			}
			SimulatedOrder changed = change.apply(present);
			this.index.replace(changed);
			this.changed.signalAll();
			return changed;
		}
		finally {
			this.lock.unlock();
		}
	}

}
