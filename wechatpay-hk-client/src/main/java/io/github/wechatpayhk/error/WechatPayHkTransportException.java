package io.github.wechatpayhk.error;

import java.util.List;

import io.github.wechatpayhk.error.WechatPayHkException.Attempt;
import org.jspecify.annotations.Nullable;

/**
 * No complete response arrived. {@link Outcome#NOT_SENT} if no connection was
 * established, {@link Outcome#UNKNOWN} otherwise: a reset, a timeout, a truncated or an
 * oversized response says nothing about the effect of the request.
 *
 * @since 0.1.0
 */
public final class WechatPayHkTransportException extends WechatPayHkException {

	private static final long serialVersionUID = 1L;

	/** Whether the failure tells something about the host. */
	private final boolean isLocal;

	/**
	 * Create the exception.
	 * @param outcome {@link Outcome#NOT_SENT} or {@link Outcome#UNKNOWN}
	 * @param problem what happened, without the details of the request
	 * @param cause the failure as the transport saw it
	 */
	public WechatPayHkTransportException(Outcome outcome, String problem, @Nullable Throwable cause) {
		this(outcome, problem, cause, false);
	}

	private WechatPayHkTransportException(Outcome outcome, String problem, @Nullable Throwable cause, boolean isLocal) {
		super(problem + "; outcome " + outcome, outcome, SignatureStatus.NONE, null, cause, List.of());
		this.isLocal = isLocal;
	}

	/**
	 * Create the exception for a request that was not sent for a reason within this
	 * process, such as a pool without a free connection.
	 * @param problem what happened, without the details of the request
	 * @param cause the failure as the transport saw it
	 * @return the exception, with {@link Outcome#NOT_SENT}
	 */
	public static WechatPayHkTransportException local(String problem, @Nullable Throwable cause) {
		return new WechatPayHkTransportException(Outcome.NOT_SENT, problem, cause, true);
	}

	private WechatPayHkTransportException(WechatPayHkTransportException original, List<Attempt> attempts) {
		super(original, attempts);
		this.isLocal = original.isLocal;
	}

	/**
	 * Return whether the failure arose within this process, and says nothing about the
	 * host that was to be called.
	 * @return whether no attempt was made to connect to the host
	 */
	public boolean isLocal() {
		return this.isLocal;
	}

	@Override
	WechatPayHkException copy(List<Attempt> attempts) {
		return new WechatPayHkTransportException(this, attempts);
	}

}
