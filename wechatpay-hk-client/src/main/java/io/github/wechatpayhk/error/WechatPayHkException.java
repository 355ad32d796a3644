package io.github.wechatpayhk.error;

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
public abstract sealed class WechatPayHkException extends RuntimeException permits WechatPayHkApiException,
		WechatPayHkRequestException, WechatPayHkSignatureException, WechatPayHkTransportException {

	private static final long serialVersionUID = 1L;

	private static final int LONGEST_REQUEST_ID = 64;

	/** What is known about the effect. */
	private final Outcome outcome;

	/** What the signature was worth. */
	private final SignatureStatus signatureStatus;

	/** The {@code Request-ID} of the answer. */
	private final @Nullable String requestId;

	WechatPayHkException(String message, Outcome outcome, SignatureStatus signatureStatus, @Nullable String requestId,
			@Nullable Throwable cause) {
		super(message, cause);
		this.outcome = outcome;
		this.signatureStatus = signatureStatus;
		this.requestId = printable(requestId);
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
	 * Return what the signature of the answer was worth.
	 * @return the signature status, {@link SignatureStatus#NONE} without an answer
	 */
	public SignatureStatus signatureStatus() {
		return this.signatureStatus;
	}

	/**
	 * Return the {@code Request-ID} header of the answer, by which WeChat Pay's support
	 * finds the call.
	 * @return the id, cut at 64 characters, or {@code null} if there was no answer or it
	 * named none
	 */
	public @Nullable String requestId() {
		return this.requestId;
	}

}
