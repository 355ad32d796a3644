package io.github.wechatpayhk.sample.wire;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.wechatpayhk.resilience.WechatPayHkCall;
import io.github.wechatpayhk.resilience.WechatPayHkCallEvent;
import io.github.wechatpayhk.resilience.WechatPayHkCallListener;
import io.github.wechatpayhk.resilience.WechatPayHkOperation;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Knows from the starter's events which attempt of a call comes next.
 */
@Component
class AttemptNumbers implements WechatPayHkCallListener {

	private final Map<String, Integer> numbers = new ConcurrentHashMap<>();

	@Override
	public void onEvent(WechatPayHkCallEvent event) {
		if (event instanceof WechatPayHkCallEvent.RetryScheduled retry) {
			this.numbers.put(key(retry.call()), retry.number());
		}
		else if (event instanceof WechatPayHkCallEvent.Ended ended) {
			this.numbers.remove(key(ended.call()));
		}
		else if (event instanceof WechatPayHkCallEvent.Cancelled cancelled) {
			this.numbers.remove(key(cancelled.call()));
		}
	}

	int next(@Nullable WechatPayHkOperation operation, @Nullable String outTradeNo) {
		return this.numbers.getOrDefault(operation + " " + outTradeNo, 1);
	}

	/**
	 * The refunds of this application have the number of their order before the sign.
	 */
	private static String key(WechatPayHkCall call) {
		return call.operation() + " " + call.subject().replaceAll("@.*", "");
	}

}
