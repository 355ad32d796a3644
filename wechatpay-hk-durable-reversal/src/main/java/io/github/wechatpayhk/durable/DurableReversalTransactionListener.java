package io.github.wechatpayhk.durable;

/**
 * Is called inside the transaction that records a new state, so that an application keeps
 * its own books in step with it: what it writes to the same database is committed
 * together with the state, exactly once, or not at all.
 * <p>
 * Called with {@link DurableReversalEvent.Ended},
 * {@link DurableReversalEvent.NeedsAttention}, {@link DurableReversalEvent.PaymentEnded}
 * and {@link DurableReversalEvent.PaymentNeedsAttention}, on the thread of the
 * transaction. It must be quick, and must be safe for concurrent use: nothing but the
 * database belongs here, as the transaction may still be rolled back, and then the
 * listener is called again later. What it throws rolls the transaction back. The attempt
 * then counts as one that did not settle the reversal, and is repeated after the next
 * pause.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface DurableReversalTransactionListener {

	/**
	 * A state is about to be committed.
	 * @param event what happens if the transaction is committed
	 */
	void on(DurableReversalEvent event);

}
