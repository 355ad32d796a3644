package io.github.wechatpayhk.error;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The only kind of error that a call to WeChat Pay ends with. It says first of all
 * whether the effect of the call is known.
 * <p>
 * Neither the message nor the cause chain holds a key, a signature or an
 * {@code Authorization} value. Instances are immutable but for what {@link Throwable}
 * itself allows.
 *
 * @since 0.1.0
 */
public abstract sealed class WechatPayHkException extends RuntimeException
		permits WechatPayHkApiException, WechatPayHkRequestException, WechatPayHkSignatureException,
		WechatPayHkTransportException, WechatPayHkUnknownOutcomeException {

	private static final long serialVersionUID = 1L;

	private static final int LONGEST_REQUEST_ID = 64;

	/** What is known about the effect. */
	private final Outcome outcome;

	/** What the signature was worth. */
	private final SignatureStatus signatureStatus;

	/** The {@code Request-ID} of the response. */
	private final @Nullable String requestId;

	private final transient @Nullable List<Attempt> attempts;

	WechatPayHkException(String message, Outcome outcome, SignatureStatus signatureStatus, @Nullable String requestId,
			@Nullable Throwable cause, List<Attempt> attempts) {
		super(message, cause);
		this.outcome = outcome;
		this.signatureStatus = signatureStatus;
		this.requestId = printable(requestId);
		this.attempts = attempts;
	}

	WechatPayHkException(WechatPayHkException original, List<Attempt> attempts) {
		this(String.valueOf(original.getMessage()), original.outcome, original.signatureStatus, original.requestId,
				original.getCause(), attempts);
	}

	static @Nullable String printable(@Nullable String requestId) {
		return ForeignText.clean(requestId, LONGEST_REQUEST_ID);
	}

	/**
	 * Return what is known about the effect of the call.
	 * @return the outcome
	 */
	public Outcome outcome() {
		return this.outcome;
	}

	/**
	 * Return what the signature of the response was worth.
	 * @return the signature status, {@link SignatureStatus#NONE} without a response
	 */
	public SignatureStatus signatureStatus() {
		return this.signatureStatus;
	}

	/**
	 * Return the {@code Request-ID} header of the response, by which WeChat Pay's support
	 * finds the call.
	 * @return the id, cut at 64 characters, or {@code null} if there was no response or
	 * it named none
	 */
	public @Nullable String requestId() {
		return this.requestId;
	}

	/**
	 * Tell whether the same call may end otherwise when it is made again soon. What was
	 * refused is refused again, and a bad argument stays bad; whether repeating is safe
	 * is a matter of the operation.
	 * @return whether another attempt makes sense
	 */
	public boolean isRepeatable() {
		return this.outcome != Outcome.REJECTED;
	}

	/**
	 * Return how the attempts of the call ended.
	 * @return the attempts in their order; empty if the call was made without counting
	 * attempts, or the error was serialized in between
	 */
	public List<Attempt> attempts() {
		return (this.attempts != null) ? this.attempts : List.of();
	}

	/**
	 * Attach the attempts that led to this error.
	 * @param attempts the attempts in their order
	 * @return a copy, of the same type and with the same cause and stack trace
	 */
	public WechatPayHkException withAttempts(List<Attempt> attempts) {
		WechatPayHkException copy = copy(List.copyOf(attempts));
		copy.setStackTrace(getStackTrace());
		for (Throwable suppressed : getSuppressed()) {
			copy.addSuppressed(suppressed);
		}
		return copy;
	}

	abstract WechatPayHkException copy(List<Attempt> attempts);

	/**
	 * How one attempt of a call failed.
	 *
	 * @param time when the attempt began, waiting for the rate limit included
	 * @param outcome what is known about the effect of this attempt alone
	 * @param status the HTTP status of the response, or {@code null} if there was none
	 * @param signatureStatus what the signature of the response was worth
	 * @param requestId the {@code Request-ID} of the response, or {@code null} if there
	 * was none
	 */
	public record Attempt(Instant time, Outcome outcome, @Nullable Integer status, SignatureStatus signatureStatus,
			@Nullable String requestId) {

		/**
		 * Note how an attempt failed.
		 * @param time when the attempt began
		 * @param failure what it ended with
		 * @return the attempt
		 */
		public static Attempt failed(Instant time, WechatPayHkException failure) {
			return new Attempt(time, failure.outcome(), status(failure), failure.signatureStatus(),
					failure.requestId());
		}

		private static @Nullable Integer status(WechatPayHkException failure) {
			if (failure instanceof WechatPayHkApiException response) {
				return response.status();
			}
			if (failure instanceof WechatPayHkSignatureException response) {
				return response.status();
			}
			return null;
		}

	}

}
