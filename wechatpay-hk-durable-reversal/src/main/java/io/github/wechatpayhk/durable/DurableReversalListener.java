package io.github.wechatpayhk.durable;

/**
 * Is told what happens to promises, on the thread on which it happens, when that is
 * stored and the next attempt is planned, so that a listener may call
 * {@link DurableReversals}. What it throws is logged. Must be safe for concurrent use.
 * <p>
 * What a person does in a transaction is told right after its commit, on the thread that
 * committed: to write to the same database then takes a new transaction.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface DurableReversalListener {

	/**
	 * Something happened.
	 * @param event what happened
	 */
	void on(DurableReversalEvent event);

}
