package io.github.wechatpayhk.quickpay;

import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.SignatureStatus;
import io.github.wechatpayhk.error.WechatPayHkApiException;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.error.WechatPayHkRequestException;

/**
 * What a failed call means to the closed loop (protocol, "Reverse: answers").
 */
final class Refusal {

	private final WechatPayHkException failure;

	Refusal(WechatPayHkException failure) {
		this.failure = failure;
	}

	boolean isRejected() {
		return this.failure.outcome() == Outcome.REJECTED;
	}

	boolean isNotSent() {
		return this.failure.outcome() == Outcome.NOT_SENT;
	}

	/**
	 * Only a signed refusal is proof.
	 */
	boolean isVerified() {
		return isRejected() && this.failure.signatureStatus() == SignatureStatus.VERIFIED;
	}

	boolean isNotFound() {
		return isRejected() && this.failure instanceof WechatPayHkApiException api && api.status() == 404;
	}

	boolean isForbidden() {
		return isRejected() && this.failure instanceof WechatPayHkApiException api && api.status() == 403;
	}

	/**
	 * The request as such is refused, whatever the order: nothing happens until somebody
	 * mends keys, permissions or parameters.
	 */
	boolean isOurFault() {
		if (this.failure instanceof WechatPayHkRequestException) {
			return true;
		}
		return isRejected() && this.failure instanceof WechatPayHkApiException api && (api.status() == 401
				|| api.hasCode("PARAM_ERROR") || api.hasCode("NO_AUTH") || (isForbidden() && api.code() == null));
	}

}
