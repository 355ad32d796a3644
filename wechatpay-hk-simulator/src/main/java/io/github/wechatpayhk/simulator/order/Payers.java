package io.github.wechatpayhk.simulator.order;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * The payers that a test chose, and the codes that have paid. Thread-safe.
 *
 * @since 0.1.0
 */
public final class Payers {

	private final Map<String, SimulatedPayer> byOrder = new ConcurrentHashMap<>();

	private final Deque<SimulatedPayer> next = new ArrayDeque<>();

	private final Set<String> usedCodes = new HashSet<>();

	/**
	 * Choose the payer of one order, Quick Pay or not.
	 * @param outTradeNo the merchant's number of the order
	 * @param payer the payer
	 */
	public void forOrder(String outTradeNo, SimulatedPayer payer) {
		this.byOrder.put(outTradeNo, payer);
	}

	/**
	 * Choose the payer of the next Quick Pay order that has none chosen by its number;
	 * several choices are used one after the other.
	 * @param payer the payer
	 */
	public synchronized void next(SimulatedPayer payer) {
		this.next.add(payer);
	}

	/**
	 * Forget all choices and all codes that have paid.
	 */
	public synchronized void clear() {
		this.byOrder.clear();
		this.next.clear();
		this.usedCodes.clear();
	}

	@Nullable SimulatedPayer of(String outTradeNo) {
		return this.byOrder.get(outTradeNo);
	}

	synchronized SimulatedPayer of(String outTradeNo, String authCode) {
		SimulatedPayer chosen = this.byOrder.get(outTradeNo);
		if (chosen != null) {
			return chosen;
		}
		SimulatedPayer queued = this.next.poll();
		return (queued != null) ? queued : SimulatedPayer.of(authCode);
	}

	synchronized boolean use(String authCode) {
		return this.usedCodes.add(authCode);
	}

}
