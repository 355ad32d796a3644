package io.github.wechatpayhk.error;

import org.jspecify.annotations.Nullable;

/**
 * The request was never sent, for a reason on our side: an argument breaks a rule, it
 * could not be signed, or there is no key to verify the answer with. The outcome is
 * always {@link Outcome#NOT_SENT}.
 *
 * @since 0.1.0
 */
public final class WechatPayHkRequestException extends WechatPayHkException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create the exception.
	 * @param problem what is wrong, and how to mend it
	 */
	public WechatPayHkRequestException(String problem) {
		this(problem, null);
	}

	/**
	 * Create the exception with the failure that led to it.
	 * @param problem what is wrong, and how to mend it
	 * @param cause the failure that led to it
	 */
	public WechatPayHkRequestException(String problem, @Nullable Throwable cause) {
		super(problem + "; nothing was sent", Outcome.NOT_SENT, SignatureStatus.NONE, null, cause);
	}

}
