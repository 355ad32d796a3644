package io.github.wechatpayhk.simulator.statement;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.github.wechatpayhk.simulator.order.SimulatedOrder;

/**
 * What statements say against the order book, for tests of a reconciliation. Numbers hold
 * for all merchants. Thread-safe.
 *
 * @since 0.1.0
 */
public final class StatementChanges {

	private final Set<String> shownAsPaid = ConcurrentHashMap.newKeySet();

	private final Set<String> paymentsLeftOut = ConcurrentHashMap.newKeySet();

	private final Set<String> refundsLeftOut = ConcurrentHashMap.newKeySet();

	private final Collection<SimulatedOrder> added = new ConcurrentLinkedQueue<>();

	/**
	 * Create changes of nothing.
	 */
	public StatementChanges() {
	}

	/**
	 * Let a payment that was reversed reappear as {@code SUCCESS}.
	 * @param outTradeNo the merchant's number of the order
	 */
	public void showAsPaid(String outTradeNo) {
		this.shownAsPaid.add(outTradeNo);
	}

	/**
	 * Leave the row of a payment out.
	 * @param outTradeNo the merchant's number of the order
	 */
	public void leaveOutPayment(String outTradeNo) {
		this.paymentsLeftOut.add(outTradeNo);
	}

	/**
	 * Leave the row of a refund out.
	 * @param outRefundNo the merchant's number of the refund
	 */
	public void leaveOutRefund(String outRefundNo) {
		this.refundsLeftOut.add(outRefundNo);
	}

	/**
	 * Add the row of a payment that is not in the order book, or is there otherwise.
	 * @param order the order, which was paid on the day of the statement
	 */
	public void add(SimulatedOrder order) {
		this.added.add(order);
	}

	/**
	 * Let statements say again what is in the order book.
	 */
	public void clear() {
		this.shownAsPaid.clear();
		this.paymentsLeftOut.clear();
		this.refundsLeftOut.clear();
		this.added.clear();
	}

	boolean isShownAsPaid(String outTradeNo) {
		return this.shownAsPaid.contains(outTradeNo);
	}

	boolean hasPayment(String outTradeNo) {
		return !this.paymentsLeftOut.contains(outTradeNo);
	}

	boolean hasRefund(String outRefundNo) {
		return !this.refundsLeftOut.contains(outRefundNo);
	}

	List<SimulatedOrder> added() {
		return List.copyOf(this.added);
	}

}
