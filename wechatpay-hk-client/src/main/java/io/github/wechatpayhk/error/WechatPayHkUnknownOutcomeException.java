package io.github.wechatpayhk.error;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import io.github.wechatpayhk.error.WechatPayHkException.Attempt;
import org.jspecify.annotations.Nullable;

/**
 * The last of several exchanges was refused or was not sent, but an earlier one may have
 * taken effect, an attempt or the reverse that a query was to confirm: only proof of
 * success could have settled the call, so its outcome is {@link Outcome#UNKNOWN}.
 * Whatever {@link #last()} says holds for the last attempt alone.
 *
 * @since 0.1.0
 */
public final class WechatPayHkUnknownOutcomeException extends WechatPayHkException {

	private static final long serialVersionUID = 1L;

	/** What the last attempt ended with. */
	private final WechatPayHkException last;

	/**
	 * Create the exception.
	 * @param last what the last attempt ended with
	 * @param attempts all attempts in their order
	 */
	public WechatPayHkUnknownOutcomeException(WechatPayHkException last, List<Attempt> attempts) {
		this(summary(attempts), last, attempts);
	}

	private WechatPayHkUnknownOutcomeException(String problem, WechatPayHkException last, List<Attempt> attempts) {
		super(problem + "; outcome UNKNOWN, signature " + last.signatureStatus().name().toLowerCase(Locale.ROOT)
				+ ", Request-ID " + ((last.requestId() != null) ? last.requestId() : "none"), Outcome.UNKNOWN,
				last.signatureStatus(), last.requestId(), last, List.copyOf(attempts));
		this.last = last;
	}

	private WechatPayHkUnknownOutcomeException(WechatPayHkUnknownOutcomeException original, List<Attempt> attempts) {
		super(original, attempts);
		this.last = original.last;
	}

	/**
	 * Create the exception for one attempt whose reverse was accepted, and whose query
	 * failed.
	 * @param last what the query failed with
	 * @return the exception
	 */
	public static WechatPayHkUnknownOutcomeException unconfirmed(WechatPayHkException last) {
		return new WechatPayHkUnknownOutcomeException(
				"The reversal is not confirmed after its 204, as the query failed (" + last.getMessage() + ')', last,
				List.of());
	}

	private static String summary(List<Attempt> attempts) {
		return attempts.size() + " attempts brought no proof, and one of them may have taken effect ("
				+ attempts.stream().map(WechatPayHkUnknownOutcomeException::brief).collect(Collectors.joining(", "))
				+ ')';
	}

	private static String brief(Attempt attempt) {
		@Nullable Integer status = attempt.status();
		return (status != null) ? status + " " + attempt.outcome() : attempt.outcome().toString();
	}

	/**
	 * Return what the last attempt ended with. It is the cause as well.
	 * @return the exception of the last attempt
	 */
	public WechatPayHkException last() {
		return this.last;
	}

	@Override
	WechatPayHkException copy(List<Attempt> attempts) {
		return new WechatPayHkUnknownOutcomeException(this, attempts);
	}

}
