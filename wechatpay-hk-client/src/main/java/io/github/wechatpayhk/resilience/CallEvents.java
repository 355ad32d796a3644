package io.github.wechatpayhk.resilience;

import java.net.URI;
import java.time.Duration;
import java.util.List;

import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.WechatPayHkApiException;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.error.WechatPayHkException.Attempt;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Tells the listener what happens to the calls of one merchant, and the log what nobody
 * else would learn.
 */
final class CallEvents {

	private static final Log logger = LogFactory.getLog(ResilientCalls.class);

	/**
	 * Apart from the other one, so that it can be turned off.
	 */
	private static final Log moneyLogger = LogFactory.getLog("io.github.wechatpayhk.money");

	private final CallingMerchant merchant;

	private final String mchid;

	private final WechatPayHkCallListener listener;

	CallEvents(CallingMerchant merchant, WechatPayHkCallListener listener) {
		this.merchant = merchant;
		this.mchid = merchant.mchid();
		this.listener = listener;
	}

	void attemptFailed(WechatPayHkCall call, int number, Attempt attempt) {
		tell(new WechatPayHkCallEvent.AttemptFailed(this.mchid, call, number, attempt));
	}

	void retryScheduled(WechatPayHkCall call, int number, Duration wait) {
		tell(new WechatPayHkCallEvent.RetryScheduled(this.mchid, call, number, wait));
	}

	void rateLimitWaited(WechatPayHkCall call, Duration waited) {
		tell(new WechatPayHkCallEvent.RateLimitWaited(this.mchid, call, waited));
	}

	void succeeded(WechatPayHkCall call, List<Attempt> failed, @Nullable String requestId, Duration took) {
		moneyMoved(call, "COMPLETED", failed.size() + 1, took, requestId);
		tell(new WechatPayHkCallEvent.Ended(this.mchid, call, null, failed));
	}

	void failed(WechatPayHkCall call, WechatPayHkException error, List<Attempt> failed, Duration took) {
		moneyMoved(call, error.outcome(), failed.size(), took, error.requestId());
		boolean isRefusal = error.outcome() == Outcome.REJECTED && !concernsAllCalls(error);
		if (isRefusal ? logger.isInfoEnabled() : logger.isWarnEnabled()) {
			String text = CallRecord.of("WeChat Pay call failed:", this.merchant, call)
				.end(error.outcome(), failed.size(), took)
				.failure(error)
				.add("message", error.getMessage())
				.toString();
			if (isRefusal) {
				logger.info(text);
			}
			else {
				logger.warn(text);
			}
		}
		tell(new WechatPayHkCallEvent.Ended(this.mchid, call, error.outcome(), failed));
	}

	private static boolean concernsAllCalls(WechatPayHkException error) {
		return error instanceof WechatPayHkApiException response && response.advice() != null;
	}

	void cancelled(WechatPayHkCall call, Outcome outcome, List<Attempt> failed, Duration took) {
		moneyMoved(call, outcome, failed.size(), took, null);
		if (logger.isWarnEnabled()) {
			logger.warn(CallRecord.of("WeChat Pay call cancelled:", this.merchant, call)
				.end(outcome, failed.size(), took)
				.toString());
		}
		tell(new WechatPayHkCallEvent.Cancelled(this.mchid, call, outcome, failed));
	}

	private void moneyMoved(WechatPayHkCall call, Object outcome, int attempts, Duration took,
			@Nullable String requestId) {
		if (call.operation().isMovingMoney() && moneyLogger.isInfoEnabled()) {
			moneyLogger.info(CallRecord.of("WeChat Pay money:", this.merchant, call)
				.end(outcome, attempts, took)
				.add("requestId", requestId)
				.toString());
		}
	}

	void hostChanged(URI from, URI to) {
		if (logger.isInfoEnabled()) {
			logger.info("Calls of merchant " + this.mchid + " go to " + to + " instead of " + from);
		}
		tell(new WechatPayHkCallEvent.HostChanged(this.mchid, from, to));
	}

	private void tell(WechatPayHkCallEvent event) {
		try {
			this.listener.onEvent(event);
		}
		catch (RuntimeException ex) {
			logger.warn("A listener failed on " + event.getClass().getSimpleName(), ex);
		}
	}

}
