package io.github.wechatpayhk.error;

/**
 * What a failed call means to a caller that reverses an order (<a href=
 * "https://github.com/wechatpayhk/wechatpay-hk-spring-boot/blob/main/docs/protocol.md#responses-to-a-reversal">protocol</a>):
 * the payment flow around payments, and durable reversals.
 *
 * @param failure what the call ended with
 * @since 0.1.0
 */
public record CallFailure(WechatPayHkException failure) {

	/**
	 * Tell whether WeChat Pay refused, with a signature or with what is trusted without
	 * one.
	 * @return whether the outcome is {@link Outcome#REJECTED}
	 */
	public boolean isRejected() {
		return this.failure.outcome() == Outcome.REJECTED;
	}

	/**
	 * Tell whether nothing left this machine.
	 * @return whether the outcome is {@link Outcome#NOT_SENT}
	 */
	public boolean isNotSent() {
		return this.failure.outcome() == Outcome.NOT_SENT;
	}

	/**
	 * Tell whether the refusal is proved. Only a signed refusal is.
	 * @return whether it is a refusal whose signature was verified
	 */
	public boolean isVerified() {
		return isRejected() && this.failure.signatureStatus() == SignatureStatus.VERIFIED;
	}

	/**
	 * Tell whether WeChat Pay has no such order, for now.
	 * @return whether it is a refusal with status 404
	 */
	public boolean isNotFound() {
		return isRejected() && this.failure instanceof WechatPayHkApiException api && api.status() == 404;
	}

	/**
	 * Tell whether the call is forbidden, for lack of a permission or for a reason of
	 * business.
	 * @return whether it is a refusal with status 403
	 */
	public boolean isForbidden() {
		return isRejected() && this.failure instanceof WechatPayHkApiException api && api.status() == 403;
	}

	/**
	 * Tell whether a payment is refused for good: the refusal is verified, and does not
	 * say that the payer is still acting or that a system failed.
	 * @return whether this payment can only be found unpaid
	 */
	public boolean isFinal() {
		return isVerified() && this.failure instanceof WechatPayHkApiException api && !api.hasCode("USERPAYING")
				&& !api.hasCode("SYSTEM_ERROR") && !api.hasCode("BANK_ERROR");
	}

	/**
	 * Tell whether WeChat Pay has an order under the number of a payment already. A
	 * response without a signature is reason enough for doubt as well.
	 * @return whether the code is {@code OUT_TRADE_NO_USED} or {@code ORDERPAID},
	 * whatever the outcome
	 */
	public boolean isNumberUsed() {
		return this.failure instanceof WechatPayHkApiException api
				&& (api.hasCode("OUT_TRADE_NO_USED") || api.hasCode("ORDERPAID"));
	}

	/**
	 * Tell whether the request as such is refused, whatever the order: nothing happens
	 * until somebody fixes keys, permissions, parameters or the clock. A code that says
	 * so counts without proof as well: whether it is true or not, somebody has to look.
	 * @return whether the fault is on our side
	 */
	public boolean isOurFault() {
		if (this.failure instanceof WechatPayHkRequestException) {
			return true;
		}
		if (!(this.failure instanceof WechatPayHkApiException api) || api.status() / 100 != 4) {
			return false;
		}
		boolean isRefused = isRejected() && (api.status() == 401 || (isForbidden() && api.code() == null));
		return isRefused || api.hasCode("SIGN_ERROR") || api.hasCode("PARAM_ERROR") || api.hasCode("NO_AUTH");
	}

}
