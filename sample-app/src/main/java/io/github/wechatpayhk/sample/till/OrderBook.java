package io.github.wechatpayhk.sample.till;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * The last orders of this till, in memory. A shop would keep them in its database.
 */
@Component
public class OrderBook {

	private static final int CAPACITY = 200;

	private final Map<String, TillOrder> orders = new LinkedHashMap<>();

	private final Changes changes;

	OrderBook(Changes changes) {
		this.changes = changes;
	}

	/**
	 * Return the orders.
	 * @return the orders, the youngest first
	 */
	public synchronized List<TillOrder> all() {
		List<TillOrder> all = new ArrayList<>(this.orders.values());
		Collections.reverse(all);
		return all;
	}

	/**
	 * Find an order.
	 * @param outTradeNo the shop's number
	 * @return the order as it stands, or {@code null}
	 */
	public synchronized @Nullable TillOrder find(String outTradeNo) {
		return this.orders.get(outTradeNo);
	}

	@Nullable TillOrder putIfAbsent(TillOrder order) {
		TillOrder former = put(order);
		this.changes.publish(order.outTradeNo());
		return former;
	}

	private synchronized @Nullable TillOrder put(TillOrder order) {
		TillOrder former = this.orders.putIfAbsent(order.outTradeNo(), order);
		if (this.orders.size() > CAPACITY) {
			this.orders.values()
				.stream()
				.filter((kept) -> !kept.stage().isUnderWay())
				.findFirst()
				.ifPresent((oldest) -> this.orders.remove(oldest.outTradeNo()));
		}
		return former;
	}

	void change(String outTradeNo, UnaryOperator<TillOrder> change) {
		replace(outTradeNo, change);
		this.changes.publish(outTradeNo);
	}

	private synchronized void replace(String outTradeNo, UnaryOperator<TillOrder> change) {
		this.orders.computeIfPresent(outTradeNo, (number, order) -> change.apply(order));
	}

}
