package io.github.wechatpayhk.simulator.order;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.wechatpayhk.simulator.protocol.Ids;
import org.jspecify.annotations.Nullable;

/**
 * Finds orders by each of their names: the shop's number, WeChat Pay's id, and the number
 * within an institution. Not thread-safe.
 */
final class OrderIndex {

	private final Map<Key, SimulatedOrder> orders = new LinkedHashMap<>();

	private final Map<String, Key> transactions = new HashMap<>();

	private final Map<String, Key> institutions = new HashMap<>();

	private final Set<String> shops = new LinkedHashSet<>();

	private long sequence = 2_104_083_200_000_488L;

	/**
	 * Put an order, replacing one with the same number of the same shop.
	 * @param order the order; without a transaction id it gets one
	 * @return the order as it stands here
	 */
	SimulatedOrder put(SimulatedOrder order) {
		SimulatedOrder stored = order.transactionId().isEmpty()
				? order.with().transactionId(nextTransactionId()).build(order.createdAt()) : order;
		Key key = Key.of(stored);
		this.orders.put(key, stored);
		this.transactions.put(stored.transactionId(), key);
		this.shops.add(key.shop());
		if (stored.ids().isInstitution()) {
			this.institutions.put(institutionKey(stored), key);
		}
		return stored;
	}

	private String nextTransactionId() {
		String id;
		do {
			id = "420000000000" + String.format("%016d", ++this.sequence);
		}
		while (this.transactions.containsKey(id));
		return id;
	}

	@Nullable SimulatedOrder find(String outTradeNo) {
		for (String shop : this.shops) {
			SimulatedOrder order = this.orders.get(new Key(shop, outTradeNo));
			if (order != null) {
				return order;
			}
		}
		return null;
	}

	@Nullable SimulatedOrder find(@Nullable String transactionId, @Nullable String outTradeNo, Ids ids) {
		Key key = (transactionId != null) ? this.transactions.get(transactionId)
				: new Key(ids.shop(), String.valueOf(outTradeNo));
		SimulatedOrder order = (key != null) ? this.orders.get(key) : null;
		return (order != null && order.isOf(ids)) ? order : null;
	}

	/**
	 * Find the present value of an order.
	 * @param order the order, at any former moment
	 * @return the order at this moment, or {@code null}
	 */
	@Nullable SimulatedOrder present(SimulatedOrder order) {
		return this.orders.get(Key.of(order));
	}

	/**
	 * Replace the present value of an order.
	 */
	void replace(SimulatedOrder order) {
		this.orders.put(Key.of(order), order);
	}

	/**
	 * Find what takes the number of an order: a number is unique for an institution,
	 * whichever of its sub-merchants uses it.
	 */
	@Nullable SimulatedOrder taking(SimulatedOrder order) {
		Key key = order.ids().isInstitution() ? this.institutions.get(institutionKey(order)) : null;
		return this.orders.get((key != null) ? key : Key.of(order));
	}

	List<SimulatedOrder> all() {
		return List.copyOf(this.orders.values());
	}

	int size() {
		return this.orders.size();
	}

	void clear() {
		this.orders.clear();
		this.transactions.clear();
		this.institutions.clear();
	}

	private static String institutionKey(SimulatedOrder order) {
		return order.ids().spMchid() + " " + order.outTradeNo();
	}

	private record Key(String shop, String outTradeNo) {

		static Key of(SimulatedOrder order) {
			return new Key(order.ids().shop(), order.outTradeNo());
		}

	}

}
