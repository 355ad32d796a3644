package io.github.wechatpayhk.error;

import org.jspecify.annotations.Nullable;

/**
 * Which refusals without a signature count as {@link Outcome#REJECTED}. WeChat Pay leaves
 * the signature out of some refusals, that of a wrong signature above all; but a proxy or
 * a firewall sends responses without one as well, perhaps after it has forwarded the
 * request.
 *
 * @since 0.1.0
 */
public enum UnsignedRefusals {

	/**
	 * Those in WeChat Pay's form, whose code is produced only before a request is
	 * executed: 400 {@code PARAM_ERROR} and {@code INVALID_REQUEST}, 403 {@code NO_AUTH},
	 * and 401 {@code SIGN_ERROR} with the detail of a signature that does not match. The
	 * default.
	 */
	CODES_ONLY,

	/**
	 * None: every one is {@link Outcome#UNKNOWN}.
	 */
	NONE,

	/**
	 * All, whatever sent the response. The outcome may then be {@link Outcome#REJECTED}
	 * although the request was executed.
	 */
	ALL;

	/**
	 * Return the default.
	 * @return {@link #CODES_ONLY}
	 */
	public static UnsignedRefusals defaults() {
		return CODES_ONLY;
	}

	boolean includes(int status, @Nullable String code, @Nullable String description,
			WechatPayHkApiException.@Nullable Detail detail) {
		return switch (this) {
			case NONE -> false;
			case ALL -> true;
			case CODES_ONLY -> code != null && description != null
					&& isBeforeExecution(status, WechatPayHkApiException.normalize(code), detail);
		};
	}

	private static boolean isBeforeExecution(int status, String code, WechatPayHkApiException.@Nullable Detail detail) {
		return switch (status) {
			case 400 -> code.equals("PARAMERROR") || code.equals("INVALIDREQUEST");
			case 401 -> code.equals("SIGNERROR") && detail != null && "signature".equals(detail.field())
					&& "sign not match".equals(detail.issue());
			case 403 -> code.equals("NOAUTH");
			default -> false;
		};
	}

}
