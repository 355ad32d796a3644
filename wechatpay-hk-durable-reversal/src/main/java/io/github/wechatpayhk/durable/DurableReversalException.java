package io.github.wechatpayhk.durable;

import org.jspecify.annotations.Nullable;

/**
 * What can go wrong with scheduled reversals themselves.
 *
 * @since 0.1.0
 */
public abstract sealed class DurableReversalException extends RuntimeException
		permits ReversalConflictException, ReversalSchemaException, ReversalStoreException {

	private static final long serialVersionUID = 1L;

	DurableReversalException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
