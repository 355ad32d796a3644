package io.github.wechatpayhk.autoconfigure.metrics;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

import io.github.wechatpayhk.durable.DurableReversalEvent;
import io.github.wechatpayhk.durable.DurableReversalListener;
import io.github.wechatpayhk.durable.ReversalState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * How durable reversals ended, since this process started.
 */
final class DurableEndMeters implements DurableReversalListener {

	private final Map<ReversalState, Counter> ended = new EnumMap<>(ReversalState.class);

	DurableEndMeters(MeterRegistry registry) {
		for (ReversalState state : ReversalState.values()) {
			if (state.isTerminal()) {
				this.ended.put(state,
						Counter.builder("wechatpay.hk.durable.reversals.ended")
							.description("Scheduled reversals that came to their end")
							.tag("state", state.name().toLowerCase(Locale.ROOT))
							.register(registry));
			}
		}
	}

	@Override
	public void on(DurableReversalEvent event) {
		if (event instanceof DurableReversalEvent.Ended end && !end.isRedelivered()) {
			Counter counter = this.ended.get(end.reversal().state());
			if (counter != null) {
				counter.increment();
			}
		}
	}

}
