package io.github.wechatpayhk.durable;

/**
 * The tables are missing, or those of another version. The message says what to run.
 *
 * @since 0.1.0
 */
public final class ReversalSchemaException extends DurableReversalException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create the exception.
	 * @param message what is wrong, and what to run
	 */
	public ReversalSchemaException(String message) {
		super(message, null);
	}

}
