package io.github.wechatpayhk.error;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import io.github.wechatpayhk.error.WechatPayHkException.Attempt;
import org.jspecify.annotations.Nullable;

/**
 * WeChat Pay responded, with something other than success. The signature of the response
 * was valid or absent; a response whose signature is invalid is a
 * {@link WechatPayHkSignatureException} instead.
 * <p>
 * A 4xx is {@link Outcome#REJECTED} if its signature was verified, or if it is one of the
 * {@link UnsignedRefusals} that are trusted. It is {@link Outcome#UNKNOWN} if it refuses
 * a nonce or timestamp as used: it may reject the second copy of a request whose first
 * copy was executed. 408, 425, 429, and every 3xx, 5xx and unexpected 2xx are
 * {@link Outcome#UNKNOWN}.
 *
 * @since 0.1.0
 */
public final class WechatPayHkApiException extends WechatPayHkException {

	private static final long serialVersionUID = 1L;

	private static final int LONGEST_CODE = 64;

	private static final int LONGEST_DESCRIPTION = 256;

	private static final Pattern REPLAY = Pattern.compile("nonce|timestamp|replay|时间戳|時間戳|随机|隨機",
			Pattern.CASE_INSENSITIVE);

	/** The HTTP status. */
	private final int status;

	/** The error code as spelt by WeChat Pay. */
	private final @Nullable String code;

	/** The text of WeChat Pay. */
	private final @Nullable String description;

	private final transient @Nullable Detail detail;

	/** How long WeChat Pay asks to wait. */
	private final @Nullable Duration retryAfter;

	/**
	 * Create the exception for a response.
	 * @param status the HTTP status
	 * @param signatureStatus {@link SignatureStatus#VERIFIED} or
	 * {@link SignatureStatus#ABSENT}
	 * @param requestId the {@code Request-ID} of the response
	 * @param code the {@code code} of the error body
	 * @param description the {@code message} of the error body
	 * @param detail the {@code detail} of the error body
	 */
	public WechatPayHkApiException(int status, SignatureStatus signatureStatus, @Nullable String requestId,
			@Nullable String code, @Nullable String description, @Nullable Detail detail) {
		this(status, signatureStatus, requestId, code, description, detail, null);
	}

	/**
	 * Create the exception for a response that says how long to wait, with the
	 * {@linkplain UnsignedRefusals#defaults() default} trust in unsigned refusals.
	 * @param status the HTTP status
	 * @param signatureStatus {@link SignatureStatus#VERIFIED} or
	 * {@link SignatureStatus#ABSENT}
	 * @param requestId the {@code Request-ID} of the response
	 * @param code the {@code code} of the error body
	 * @param description the {@code message} of the error body
	 * @param detail the {@code detail} of the error body
	 * @param retryAfter the {@code Retry-After} of the response
	 */
	public WechatPayHkApiException(int status, SignatureStatus signatureStatus, @Nullable String requestId,
			@Nullable String code, @Nullable String description, @Nullable Detail detail,
			@Nullable Duration retryAfter) {
		this(status, signatureStatus, requestId, code, description, detail, retryAfter, UnsignedRefusals.defaults());
	}

	/**
	 * Create the exception for a response.
	 * @param status the HTTP status
	 * @param signatureStatus {@link SignatureStatus#VERIFIED} or
	 * {@link SignatureStatus#ABSENT}
	 * @param requestId the {@code Request-ID} of the response
	 * @param code the {@code code} of the error body
	 * @param description the {@code message} of the error body
	 * @param detail the {@code detail} of the error body
	 * @param retryAfter the {@code Retry-After} of the response
	 * @param unsignedRefusals which refusals are trusted without a signature
	 */
	public WechatPayHkApiException(int status, SignatureStatus signatureStatus, @Nullable String requestId,
			@Nullable String code, @Nullable String description, @Nullable Detail detail, @Nullable Duration retryAfter,
			UnsignedRefusals unsignedRefusals) {
		this(new ErrorResponse(status, signatureStatus, requestId, ForeignText.clean(code, LONGEST_CODE),
				ForeignText.clean(description, LONGEST_DESCRIPTION), detail), retryAfter, unsignedRefusals);
	}

	private WechatPayHkApiException(ErrorResponse response, @Nullable Duration retryAfter,
			UnsignedRefusals unsignedRefusals) {
		super(response.message(response.outcome(unsignedRefusals)), response.outcome(unsignedRefusals),
				response.signatureStatus, response.requestId, null, List.of());
		this.status = response.status;
		this.code = response.code;
		this.description = response.description;
		this.detail = response.detail;
		this.retryAfter = retryAfter;
	}

	private WechatPayHkApiException(WechatPayHkApiException original, List<Attempt> attempts) {
		super(original, attempts);
		this.status = original.status;
		this.code = original.code;
		this.description = original.description;
		this.detail = original.detail;
		this.retryAfter = original.retryAfter;
	}

	private WechatPayHkApiException(int status, String problem, SignatureStatus signatureStatus,
			@Nullable String requestId, @Nullable Throwable cause) {
		super("WeChat Pay responded with " + status + problem + facts(Outcome.UNKNOWN, signatureStatus, requestId),
				Outcome.UNKNOWN, signatureStatus, requestId, cause, List.of());
		this.status = status;
		this.code = null;
		this.description = null;
		this.detail = null;
		this.retryAfter = null;
	}

	/**
	 * Create the exception for a success whose body is not what the operation responds
	 * with.
	 * @param status the HTTP status, a success
	 * @param signatureStatus what the check of the signature brought
	 * @param requestId the {@code Request-ID} of the response
	 * @param cause what reading the body failed with
	 * @return the exception, with {@link Outcome#UNKNOWN}
	 */
	public static WechatPayHkApiException unreadable(int status, SignatureStatus signatureStatus,
			@Nullable String requestId, @Nullable Throwable cause) {
		return new WechatPayHkApiException(status, " with a body that cannot be read", signatureStatus, requestId,
				cause);
	}

	/**
	 * Create the exception for a verified success that does not show what was asked for:
	 * it is about another order or refund, or does not confirm the call.
	 * @param status the HTTP status, a success
	 * @param requestId the {@code Request-ID} of the response
	 * @param problem what is wrong, as the end of a sentence
	 * @return the exception, with {@link Outcome#UNKNOWN}
	 */
	public static WechatPayHkApiException unconfirmed(int status, @Nullable String requestId, String problem) {
		return new WechatPayHkApiException(status, ", but " + problem, SignatureStatus.VERIFIED, requestId, null);
	}

	private WechatPayHkApiException(WechatPayHkApiException original, String message) {
		super(message, original.outcome(), original.signatureStatus(), original.requestId(), original.getCause(),
				original.attempts());
		this.status = original.status;
		this.code = original.code;
		this.description = original.description;
		this.detail = original.detail;
		this.retryAfter = original.retryAfter;
	}

	private static String facts(Outcome outcome, SignatureStatus signatureStatus, @Nullable String requestId) {
		return "; outcome " + outcome + ", signature " + signatureStatus.name().toLowerCase(Locale.ROOT)
				+ ", Request-ID " + ((requestId != null) ? printable(requestId) : "none");
	}

	/**
	 * Return the HTTP status of the response.
	 * @return the status, 100 to 599
	 */
	public int status() {
		return this.status;
	}

	/**
	 * Return the error code as WeChat Pay spelt it. Spellings vary: compare with
	 * {@link #hasCode(String)}.
	 * @return the code, or {@code null} if the body named none
	 */
	public @Nullable String code() {
		return this.code;
	}

	/**
	 * Tell whether the response carries an error code, whatever its spelling: letter case
	 * and underscores do not count, as WeChat Pay itself writes both
	 * {@code ORDER_NOT_EXIST} and {@code ORDERNOTEXIST}.
	 * @param code the code to look for
	 * @return whether the response carries it
	 */
	public boolean hasCode(String code) {
		return this.code != null && normalize(this.code).equals(normalize(code));
	}

	static String normalize(String code) {
		return code.replace("_", "").toUpperCase(Locale.ROOT);
	}

	/**
	 * Return WeChat Pay's own words on the error. For display only: the language varies,
	 * never decide by it.
	 * @return the text, cut at 256 characters, or {@code null} if the body had none
	 */
	public @Nullable String description() {
		return this.description;
	}

	/**
	 * Return what to do about a response that refuses the signer and not the order: 401,
	 * and {@code NO_AUTH}. Other calls fail alike until the configuration or the contract
	 * is corrected.
	 * @return the advice as the end of a sentence, or {@code null} for other responses
	 */
	public @Nullable String advice() {
		if (this.status == 401) {
			return "check that merchant number, serial number and private key belong together, and that the clock"
					+ " is right";
		}
		return hasCode("NO_AUTH") ? "ask WeChat Pay to grant this API to the merchant number" : null;
	}

	/**
	 * Name the key that signed the request. Changes only what has an {@link #advice()}.
	 * @param serialNumber the serial number in the {@code Authorization} of the request
	 * @return this exception, or a copy whose message names the serial number and the
	 * advice
	 */
	public WechatPayHkApiException signedUnder(String serialNumber) {
		String advice = advice();
		return (advice != null) ? new WechatPayHkApiException(this,
				getMessage() + "; signed under serial number " + serialNumber + ": " + advice) : this;
	}

	/**
	 * Return which field WeChat Pay objects to, or why the signature does not match.
	 * @return the detail, or {@code null} if the body had none
	 */
	public @Nullable Detail detail() {
		return this.detail;
	}

	/**
	 * Return how long to wait before the next attempt, as the {@code Retry-After} header
	 * asks.
	 * @return the time to wait, or {@code null} if the response did not say
	 */
	public @Nullable Duration retryAfter() {
		return this.retryAfter;
	}

	@Override
	WechatPayHkException copy(List<Attempt> attempts) {
		return new WechatPayHkApiException(this, attempts);
	}

	/**
	 * What a response said, its texts cleaned.
	 *
	 * @param status the HTTP status
	 * @param signatureStatus what its signature was worth
	 * @param requestId its {@code Request-ID}
	 * @param code the code of its body
	 * @param description the message of its body
	 * @param detail the detail of its body
	 */
	private record ErrorResponse(int status, SignatureStatus signatureStatus, @Nullable String requestId,
			@Nullable String code, @Nullable String description, @Nullable Detail detail) {

		Outcome outcome(UnsignedRefusals unsignedRefusals) {
			boolean isRefusal = this.status >= 400 && this.status < 500 && this.status != 408 && this.status != 425
					&& this.status != 429 && !isReplay();
			boolean isTrusted = this.signatureStatus == SignatureStatus.VERIFIED
					|| unsignedRefusals.includes(this.status, this.code, this.description, this.detail);
			return (isRefusal && isTrusted) ? Outcome.REJECTED : Outcome.UNKNOWN;
		}

		/**
		 * The first copy of a request may have been executed when another one is refused
		 * for its nonce or timestamp, with a signature or without.
		 */
		private boolean isReplay() {
			return isReplay(this.description)
					|| (this.detail != null && (isReplay(this.detail.field()) || isReplay(this.detail.issue())));
		}

		private static boolean isReplay(@Nullable String text) {
			return text != null && REPLAY.matcher(text).find();
		}

		String message(Outcome outcome) {
			StringBuilder message = new StringBuilder("WeChat Pay responded with ").append(this.status);
			if (this.code != null) {
				message.append(' ').append(this.code);
			}
			if (this.description != null) {
				message.append(" '").append(this.description).append('\'');
			}
			if (this.detail != null && this.detail.field() != null) {
				message.append(", field '").append(this.detail.field()).append('\'');
			}
			return message.append(facts(outcome, this.signatureStatus, this.requestId)).toString();
		}

	}

	/**
	 * The {@code detail} that WeChat Pay adds to a {@code PARAM_ERROR} (<a href=
	 * "https://github.com/wechatpayhk/wechatpay-hk-spring-boot/blob/main/docs/protocol.md#errors">protocol</a>),
	 * and to a {@code SIGN_ERROR} for a signature that does not match.
	 *
	 * @param field a JSON pointer for a field of the body, a plain name for a part of the
	 * path or query
	 * @param issue what is wrong, as human-readable text
	 * @param location {@code body}, {@code query}, {@code url} or {@code authorization}
	 * @param signInformation what WeChat Pay verified a signature against, or
	 * {@code null}
	 */
	public record Detail(@Nullable String field, @Nullable String issue, @Nullable String location,
			@Nullable SignInformation signInformation) {

		private static final int LONGEST = 256;

		/**
		 * Create the detail. Each text is cut at 256 characters.
		 * @param field a JSON pointer for a field of the body, a plain name for a part of
		 * the path or query
		 * @param issue what is wrong, as human-readable text
		 * @param location {@code body}, {@code query}, {@code url} or
		 * {@code authorization}
		 * @param signInformation what WeChat Pay verified a signature against
		 */
		public Detail {
			field = ForeignText.clean(field, LONGEST);
			issue = ForeignText.clean(issue, LONGEST);
			location = ForeignText.clean(location, LONGEST);
		}

		/**
		 * Create a detail that is not about a signature. Each text is cut at 256
		 * characters.
		 * @param field a JSON pointer for a field of the body, a plain name for a part of
		 * the path or query
		 * @param issue what is wrong, as human-readable text
		 * @param location {@code body}, {@code query} or {@code url}
		 */
		public Detail(@Nullable String field, @Nullable String issue, @Nullable String location) {
			this(field, issue, location, null);
		}

	}

	/**
	 * The {@code sign_information} that WeChat Pay adds to the refusal of a signature:
	 * the message that WeChat Pay verified the signature against. Compare it with the
	 * message that was signed.
	 *
	 * @param method the HTTP method of the message
	 * @param url the request target of the message
	 * @param truncatedMessage the begin of the message, each LF written as {@code \n}, a
	 * payer's code as {@code ***}
	 */
	public record SignInformation(@Nullable String method, @Nullable String url, @Nullable String truncatedMessage) {

		private static final int LONGEST_METHOD = 16;

		private static final int LONGEST_TEXT = 512;

		private static final Pattern PAYER_CODE = Pattern.compile("(?<![0-9])1[0-5][0-9]{16}(?![0-9])");

		/**
		 * Create the information. The method is cut at 16 characters, the other texts at
		 * 512.
		 * @param method the HTTP method of the message
		 * @param url the request target of the message
		 * @param truncatedMessage the begin of the message
		 */
		public SignInformation {
			method = ForeignText.clean(method, LONGEST_METHOD);
			url = ForeignText.clean(url, LONGEST_TEXT);
			truncatedMessage = withoutPayerCode(ForeignText.cleanLines(truncatedMessage, LONGEST_TEXT));
		}

		private static @Nullable String withoutPayerCode(@Nullable String text) {
			return (text != null) ? PAYER_CODE.matcher(text).replaceAll("***") : null;
		}

	}

}
