package io.github.wechatpayhk.signature;

import io.github.wechatpayhk.error.WechatPayHkSignatureException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * A verification that failed, before it is known whose response it was. Never leaves this
 * package.
 */
final class RefusedSignatureException extends Exception {

	private static final long serialVersionUID = 1L;

	private final Reason reason;

	RefusedSignatureException(Reason reason, @Nullable Throwable cause) {
		super(reason.name(), cause, false, false);
		this.reason = reason;
	}

	Reason reason() {
		return this.reason;
	}

}
