package io.github.wechatpayhk.resilience;

import java.net.URI;
import java.time.Duration;
import java.util.List;

import io.github.wechatpayhk.error.Attempt;
import io.github.wechatpayhk.error.Outcome;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Tells the listener what happens to the calls of one merchant, and the log what nobody
 * else would learn.
 */
final class CallEvents {

	private static final Log logger = LogFactory.getLog(ResilientCalls.class);

	private final String mchid;

	private final WechatPayHkCallListener listener;

	CallEvents(String mchid, WechatPayHkCallListener listener) {
		this.mchid = mchid;
		this.listener = listener;
	}

	void attemptFailed(WechatPayHkCall call, int number, Attempt attempt) {
		tell(new WechatPayHkCallEvent.AttemptFailed(this.mchid, call, number, attempt));
	}

	void retryScheduled(WechatPayHkCall call, int number, Duration wait) {
		tell(new WechatPayHkCallEvent.RetryScheduled(this.mchid, call, number, wait));
	}

	void paceWaited(WechatPayHkCall call, Duration waited) {
		tell(new WechatPayHkCallEvent.PaceWaited(this.mchid, call, waited));
	}

	void ended(WechatPayHkCall call, @Nullable Outcome outcome, List<Attempt> failed) {
		tell(new WechatPayHkCallEvent.Ended(this.mchid, call, outcome, failed));
	}

	void cancelled(WechatPayHkCall call, Outcome outcome, List<Attempt> failed) {
		if (logger.isInfoEnabled()) {
			logger.info("Cancelled " + call.operation() + " of '" + call.subject() + "' for merchant " + this.mchid
					+ ", outcome " + outcome + ", failed attempts " + failed.size());
		}
		tell(new WechatPayHkCallEvent.Cancelled(this.mchid, call, outcome, failed));
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
