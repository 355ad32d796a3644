package io.github.wechatpayhk.durable;

/**
 * The database could not be reached, or did not take or give what it was asked for. A
 * transaction in which this happens must be rolled back, and nothing of it holds then. To
 * ask again is always safe, also when the connection broke in the middle of a commit and
 * nobody knows whether it counts.
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
