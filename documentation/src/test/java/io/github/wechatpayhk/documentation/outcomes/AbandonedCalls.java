package io.github.wechatpayhk.documentation.outcomes;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.resilience.WechatPayHkCallEvent;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Calls whose subscriber went away, and which may have taken effect.
 */
@Component
class AbandonedCalls {

	private final List<WechatPayHkCallEvent.Cancelled> calls = new CopyOnWriteArrayList<>();

	@EventListener
	void onCancelled(WechatPayHkCallEvent.Cancelled event) {
		if (event.outcome() == Outcome.UNKNOWN) {
			this.calls.add(event);
		}
	}

	List<WechatPayHkCallEvent.Cancelled> all() {
		return List.copyOf(this.calls);
	}

}
