package io.github.wechatpayhk.durable;

/**
 * The database could not be reached, or did not take or give what it was asked for. What
 * was to be stored is not stored: a transaction in which this happens must be rolled
 * back.
 *
 * @since 0.1.0
 */
public final class ReversalStoreException extends DurableReversalException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create the exception.
	 * @param message what failed, and what follows from it
	 * @param cause the failure of the database
	 */
	public ReversalStoreException(String message, Throwable cause) {
		super(message, cause);
	}

}
