package io.github.wechatpayhk.error;

import java.util.List;
import java.util.Locale;

import io.github.wechatpayhk.error.WechatPayHkException.Attempt;
import org.jspecify.annotations.Nullable;

/**
 * A response that must be rejected: its signature is wrong, or it is a 2xx without one.
 * It tells nothing about the order, so the outcome is always {@link Outcome#UNKNOWN}.
 *
 * @since 0.1.0
 */
public final class WechatPayHkSignatureException extends WechatPayHkException {

	private static final long serialVersionUID = 1L;

	private static final String PUBLIC_KEY_ADVICE = ", which is the id of a WeChat Pay public key; set"
			+ " 'wechatpay.hk.public-key-id' and 'wechatpay.hk.public-key'";

	/** The HTTP status. */
	private final int status;

	/** Why the response is rejected. */
	private final Reason reason;

	/**
	 * Create the exception for a response.
	 * @param status the HTTP status of the response
	 * @param reason why it is rejected
	 * @param serialNumber the {@code Wechatpay-Serial} of the response
	 * @param requestId the {@code Request-ID} of the response
	 * @param cause what the verification failed with
	 */
	public WechatPayHkSignatureException(int status, Reason reason, @Nullable String serialNumber,
			@Nullable String requestId, @Nullable Throwable cause) {
		super(message(status, reason, serialNumber, requestId), Outcome.UNKNOWN,
				(reason != Reason.MISSING) ? SignatureStatus.INVALID : SignatureStatus.ABSENT, requestId, cause,
				List.of());
		this.status = status;
		this.reason = reason;
	}

	private WechatPayHkSignatureException(WechatPayHkSignatureException original, List<Attempt> attempts) {
		super(original, attempts);
		this.status = original.status;
		this.reason = original.reason;
	}

	private static String message(int status, Reason reason, @Nullable String serialNumber,
			@Nullable String requestId) {
		boolean isPublicKey = reason == Reason.UNKNOWN_SERIAL && serialNumber != null
				&& serialNumber.startsWith("PUB_KEY_ID_");
		return "A response with status " + status + " is rejected: " + reason.text
				+ (isPublicKey ? PUBLIC_KEY_ADVICE : "") + "; outcome UNKNOWN, signature "
				+ ((reason != Reason.MISSING) ? "invalid" : "absent") + " (" + reason.name().toLowerCase(Locale.ROOT)
				+ "), serial number " + ((serialNumber != null) ? printable(serialNumber) : "none") + ", Request-ID "
				+ ((requestId != null) ? printable(requestId) : "none");
	}

	/**
	 * Return the HTTP status of the response.
	 * @return the status, 100 to 599
	 */
	public int status() {
		return this.status;
	}

	/**
	 * Return why the response is rejected.
	 * @return the reason
	 */
	public Reason reason() {
		return this.reason;
	}

	@Override
	WechatPayHkException copy(List<Attempt> attempts) {
		return new WechatPayHkSignatureException(this, attempts);
	}

	/**
	 * Why a response is rejected (<a href=
	 * "https://github.com/wechatpayhk/wechatpay-hk-spring-boot/blob/main/docs/protocol.md#response-verification">protocol</a>).
	 */
	public enum Reason {

		/**
		 * A 2xx without any signature header. Often a proxy that strips
		 * {@code Wechatpay-*} headers.
		 */
		MISSING("a success without a signature counts as forged; check that no proxy drops the 'Wechatpay-*' headers"),

		/**
		 * Signature headers that are incomplete, doubled or not of their form.
		 */
		MALFORMED("its signature headers are incomplete, doubled or not of their form"),

		/**
		 * A time stamp more than five minutes away from the local clock.
		 */
		STALE("it was signed too far away from the local clock; check that this clock is right"),

		/**
		 * Signed with a key that is not trusted, also after a refresh.
		 */
		UNKNOWN_SERIAL("no trusted key has its serial number"),

		/**
		 * WeChat Pay's deliberate test that wrong signatures are refused.
		 */
		PROBE("it is WeChat Pay's probe with a deliberately wrong signature"),

		/**
		 * The key is trusted, but it did not sign these bytes.
		 */
		MISMATCH("its signature does not match the bytes that were received"),

		/**
		 * The nonce of a response that was accepted before. The signature of a 204 covers
		 * no order number: repeated, it could end the call for another order.
		 */
		REPLAYED("its nonce is that of a response that was accepted before");

		private final String text;

		Reason(String text) {
			this.text = text;
		}

	}

}
