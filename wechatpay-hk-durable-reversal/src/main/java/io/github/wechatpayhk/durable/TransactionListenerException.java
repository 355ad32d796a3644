package io.github.wechatpayhk.durable;

/**
 * A listener refused to take part in the transaction of a new state.
 */
final class TransactionListenerException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	TransactionListenerException(RuntimeException cause) {
		super("A listener in the transaction failed, which is rolled back: " + cause, cause);
	}

}
