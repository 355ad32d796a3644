package io.github.wechatpayhk.durable;

/**
 * Receives what happens to scheduled reversals, when that is stored and the next attempt
 * is planned, so that a listener may call {@link DurableReversals}. Must be safe for
 * concurrent use.
 * <p>
 * An event that stands for a new state is delivered until all listeners of one node have
 * returned from it: at once by the node at which it happened, and again, by any node, if
 * that process dies or a listener throws. {@link DurableReversalEvent#id()} tells
 * repeated deliveries apart. For exactly once, on the same database, see
 * {@link DurableReversalTransactionListener}.
 * <p>
 * What an operator does in a transaction is published right after its commit, on the
 * thread that committed: to write to the same database then takes a new transaction.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface DurableReversalListener {

	/**
	 * Something happened. To return acknowledges it.
	 * @param event what happened
	 */
	void on(DurableReversalEvent event);

}
