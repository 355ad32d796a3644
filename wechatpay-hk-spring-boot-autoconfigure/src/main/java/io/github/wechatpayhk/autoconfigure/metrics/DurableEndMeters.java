package io.github.wechatpayhk.autoconfigure.metrics;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import io.github.wechatpayhk.durable.DurableRefund;
import io.github.wechatpayhk.durable.DurableReversalEvent;
import io.github.wechatpayhk.durable.DurableReversalListener;
import io.github.wechatpayhk.durable.OnlinePayment;
import io.github.wechatpayhk.durable.ReversalState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

/**
 * How durable reversals, online payments and refunds ended, since this process started.
 */
final class DurableEndMeters implements DurableReversalListener {

	private final Map<Enum<?>, Counter> ended = new HashMap<>();

	DurableEndMeters(MeterRegistry registry) {
		for (ReversalState state : ReversalState.values()) {
			register("wechatpay.hk.durable.reversals.ended", "Scheduled reversals that came to their end", state,
					state.isTerminal(), registry);
		}
		for (OnlinePayment.State state : OnlinePayment.State.values()) {
			register("wechatpay.hk.durable.online.payments.ended", "Online payments that reached a terminal state",
					state, state.isTerminal(), registry);
		}
		for (DurableRefund.State state : DurableRefund.State.values()) {
			register("wechatpay.hk.durable.refunds.ended", "Refunds that reached a terminal state", state,
					state.isTerminal(), registry);
		}
	}

	private void register(String name, String description, Enum<?> state, boolean isTerminal, MeterRegistry registry) {
		if (isTerminal) {
			this.ended.put(state,
					Counter.builder(name)
						.description(description)
						.tag("state", state.name().toLowerCase(Locale.ROOT))
						.register(registry));
		}
	}

	@Override
	public void on(DurableReversalEvent event) {
		Counter counter = event.isRedelivered() ? null : this.ended.get(state(event));
		if (counter != null) {
			counter.increment();
		}
	}

	private static @Nullable Enum<?> state(DurableReversalEvent event) {
		if (event instanceof DurableReversalEvent.Ended end) {
			return end.reversal().state();
		}
		if (event instanceof DurableReversalEvent.OnlinePaymentEnded end) {
			return end.payment().state();
		}
		return (event instanceof DurableReversalEvent.RefundEnded end) ? end.refund().state() : null;
	}

}
