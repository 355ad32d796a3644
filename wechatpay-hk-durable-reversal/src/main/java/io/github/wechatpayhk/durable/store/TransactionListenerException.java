package io.github.wechatpayhk.durable.store;

/**
 * A listener refused to take part in the transaction of a new state.
 *
 * @since 0.1.0
 */
public final class TransactionListenerException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	public TransactionListenerException(RuntimeException cause) {
		super("A listener in the transaction failed, which is rolled back: " + cause, cause);
	}

}
