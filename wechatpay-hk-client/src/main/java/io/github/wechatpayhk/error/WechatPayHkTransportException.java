package io.github.wechatpayhk.error;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * No complete answer arrived. {@link Outcome#NOT_SENT} if no connection ever stood,
 * {@link Outcome#UNKNOWN} otherwise: a reset, a timeout, a truncated or an oversized
 * answer says nothing about the effect of the request.
 *
 * @since 0.1.0
 */
public final class WechatPayHkTransportException extends WechatPayHkException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create the exception.
	 * @param outcome {@link Outcome#NOT_SENT} or {@link Outcome#UNKNOWN}
	 * @param problem what happened, without the details of the request
	 * @param cause the failure as the transport saw it
	 */
	public WechatPayHkTransportException(Outcome outcome, String problem, @Nullable Throwable cause) {
		super(problem + "; outcome " + outcome, outcome, SignatureStatus.NONE, null, cause, List.of());
	}

	private WechatPayHkTransportException(WechatPayHkTransportException original, List<Attempt> attempts) {
		super(original, attempts);
	}

	@Override
	WechatPayHkException copy(List<Attempt> attempts) {
		return new WechatPayHkTransportException(this, attempts);
	}

}
