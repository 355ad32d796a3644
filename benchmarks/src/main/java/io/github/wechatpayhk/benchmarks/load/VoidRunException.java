package io.github.wechatpayhk.benchmarks.load;

import org.jspecify.annotations.Nullable;

/**
 * A run that says nothing, as an exchange failed or was not verified.
 */
public final class VoidRunException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create the exception.
	 * @param message what voids the run
	 * @param cause the failure, if there is one
	 */
	public VoidRunException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
