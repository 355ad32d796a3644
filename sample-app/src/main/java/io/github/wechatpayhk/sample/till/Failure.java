package io.github.wechatpayhk.sample.till;

import java.util.Locale;
import java.util.Set;

import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.WechatPayHkApiException;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.error.WechatPayHkSignatureException;
import io.github.wechatpayhk.error.WechatPayHkUnknownOutcomeException;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a call that failed.
 *
 * @param outcome what is known about its effect
 * @param message the starter's words, which hold no secret
 * @param code WeChat Pay's code, or why the response is rejected
 * @param requestId by which WeChat Pay's support finds the call
 * @param attempts how many attempts were made
 */
public record Failure(Outcome outcome, String message, @Nullable String code, @Nullable String requestId,
		int attempts) {

	/**
	 * The refusals of payments that the pages explain. Spelt without underscores, as
	 * WeChat Pay's spelling varies.
	 */
	public static final Set<String> EXPLAINED = Set.of("NOTENOUGH", "AUTHCODEINVALID", "AUTHCODEEXPIRE", "RULELIMIT",
			"ACCOUNTERROR", "TRADEERROR", "OUTTRADENOUSED");

	/**
	 * Return why WeChat Pay refused, for the cashier.
	 * @return the end of a message key, or {@code null} if it did not refuse
	 */
	public @Nullable String reason() {
		String known = (this.code != null) ? this.code.replace("_", "").toUpperCase(Locale.ROOT) : "";
		if (this.outcome != Outcome.REJECTED) {
			return null;
		}
		return EXPLAINED.contains(known) ? known.toLowerCase(Locale.ROOT) : "other";
	}

	static Failure of(WechatPayHkException ex) {
		WechatPayHkException last = (ex instanceof WechatPayHkUnknownOutcomeException unknown) ? unknown.last() : ex;
		return new Failure(ex.outcome(), String.valueOf(ex.getMessage()), code(last), ex.requestId(),
				Math.max(1, ex.attempts().size()));
	}

	static Failure notSent(String message) {
		return new Failure(Outcome.NOT_SENT, message, null, null, 1);
	}

	private static @Nullable String code(WechatPayHkException ex) {
		if (ex instanceof WechatPayHkApiException response) {
			return response.code();
		}
		return (ex instanceof WechatPayHkSignatureException response) ? response.reason().name() : null;
	}

}
