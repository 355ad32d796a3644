package io.github.wechatpayhk.error;

import java.util.List;

import io.github.wechatpayhk.error.WechatPayHkException.Attempt;
import org.jspecify.annotations.Nullable;

/**
 * The request was never sent, for a reason on our side: an argument breaks a rule, it
 * could not be signed, there is no key to verify the response with, or the rate limit
 * leaves no time for it. The outcome is always {@link Outcome#NOT_SENT}.
 *
 * @since 0.1.0
 */
public final class WechatPayHkRequestException extends WechatPayHkException {

	private static final long serialVersionUID = 1L;

	/** Why it was not sent. */
	private final Reason reason;

	/**
	 * Create the exception for a request that breaks a rule.
	 * @param problem what is wrong, and how to fix it
	 */
	public WechatPayHkRequestException(String problem) {
		this(Reason.INVALID, problem, null);
	}

	/**
	 * Create the exception for a request that breaks a rule, with the failure that led to
	 * it.
	 * @param problem what is wrong, and how to fix it
	 * @param cause the failure that led to it
	 */
	public WechatPayHkRequestException(String problem, @Nullable Throwable cause) {
		this(Reason.INVALID, problem, cause);
	}

	/**
	 * Create the exception.
	 * @param reason why the request was not sent
	 * @param problem what is wrong, and how to fix it
	 * @param cause the failure that led to it
	 */
	public WechatPayHkRequestException(Reason reason, String problem, @Nullable Throwable cause) {
		super(problem + "; nothing was sent", Outcome.NOT_SENT, SignatureStatus.NONE, null, cause, List.of());
		this.reason = reason;
	}

	private WechatPayHkRequestException(WechatPayHkRequestException original, List<Attempt> attempts) {
		super(original, attempts);
		this.reason = original.reason;
	}

	/**
	 * Return why the request was not sent.
	 * @return the reason
	 */
	public Reason reason() {
		return this.reason;
	}

	@Override
	public boolean isRepeatable() {
		return this.reason.isPassing;
	}

	@Override
	WechatPayHkException copy(List<Attempt> attempts) {
		return new WechatPayHkRequestException(this, attempts);
	}

	/**
	 * Why a request was not sent.
	 */
	public enum Reason {

		/**
		 * An argument or a setting breaks a rule: trying again changes nothing.
		 */
		INVALID(false),

		/**
		 * The call was blocked on, in a thread that must not block.
		 */
		NON_BLOCKING_THREAD(false),

		/**
		 * The signer failed. A key vault may respond the next time.
		 */
		NOT_SIGNED(true),

		/**
		 * There is no usable key of WeChat Pay at this moment. A refresh may bring one.
		 */
		NO_PLATFORM_KEY(true),

		/**
		 * The queue of the rate limit is longer than the time that is left.
		 */
		RATE_LIMIT_EXCEEDS_DEADLINE(false),

		/**
		 * The rate limit is kept elsewhere, and could not be asked.
		 */
		RATE_LIMIT_UNAVAILABLE(true);

		private final boolean isPassing;

		Reason(boolean isPassing) {
			this.isPassing = isPassing;
		}

	}

}
