package io.github.wechatpayhk.probe;

import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.SignatureStatus;
import io.github.wechatpayhk.error.WechatPayHkApiException;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.error.WechatPayHkSignatureException;
import io.github.wechatpayhk.error.WechatPayHkSignatureException.Reason;
import io.github.wechatpayhk.error.WechatPayHkTransportException;
import org.jspecify.annotations.Nullable;

/**
 * How a call ends.
 *
 * @param type the exception, or {@code null} if the call completes
 * @param outcome its outcome, or {@code null} if the call completes
 * @param signatureStatus what the signature was worth
 * @param reason why the signature is rejected
 * @param requestId whether the exception names the {@code Request-ID}
 */
public record Ending(@Nullable Class<? extends WechatPayHkException> type, @Nullable Outcome outcome,
		SignatureStatus signatureStatus, @Nullable Reason reason, boolean requestId) {

	static Ending completes() {
		return new Ending(null, null, SignatureStatus.VERIFIED, null, false);
	}

	static Ending rejected(SignatureStatus signatureStatus) {
		return new Ending(WechatPayHkApiException.class, Outcome.REJECTED, signatureStatus, null, true);
	}

	static Ending unknown(SignatureStatus signatureStatus) {
		return new Ending(WechatPayHkApiException.class, Outcome.UNKNOWN, signatureStatus, null, true);
	}

	static Ending refused(Reason reason) {
		return new Ending(WechatPayHkSignatureException.class, Outcome.UNKNOWN,
				(reason != Reason.MISSING) ? SignatureStatus.INVALID : SignatureStatus.ABSENT, reason, true);
	}

	static Ending broken() {
		return new Ending(WechatPayHkTransportException.class, Outcome.UNKNOWN, SignatureStatus.NONE, null, false);
	}

	static Ending notConnected() {
		return new Ending(WechatPayHkTransportException.class, Outcome.NOT_SENT, SignatureStatus.NONE, null, false);
	}

	static Ending notSent() {
		return new Ending(WechatPayHkRequestException.class, Outcome.NOT_SENT, SignatureStatus.NONE, null, false);
	}

	/**
	 * Return how a call ended.
	 * @param error its error, or {@code null} if it completed
	 * @return the ending
	 */
	static Ending of(@Nullable Throwable error) {
		if (error == null) {
			return completes();
		}
		if (!(error instanceof WechatPayHkException ex)) {
			throw new AssertionError("A foreign exception reached the caller", error);
		}
		return new Ending(ex.getClass(), ex.outcome(), ex.signatureStatus(),
				(ex instanceof WechatPayHkSignatureException refusal) ? refusal.reason() : null,
				ex.requestId() != null);
	}

	Ending withoutRequestId() {
		return new Ending(this.type, this.outcome, this.signatureStatus, this.reason, false);
	}

	/**
	 * Return the heading under which users read what ends so.
	 * @return a heading in Markdown
	 */
	String toMarkdown() {
		if (this.type == null) {
			return "Completes";
		}
		String reason = (this.reason != null) ? ", `" + this.reason + "`" : "";
		return "`" + this.outcome + "`, `" + this.type.getSimpleName() + "`" + reason;
	}

}
