package io.github.wechatpayhk.durable;

/**
 * What was asked for contradicts what is stored.
 *
 * @since 0.1.0
 */
public final class ReversalConflictException extends DurableReversalException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create the exception.
	 * @param message what contradicts what
	 */
	public ReversalConflictException(String message) {
		super(message, null);
	}

}
