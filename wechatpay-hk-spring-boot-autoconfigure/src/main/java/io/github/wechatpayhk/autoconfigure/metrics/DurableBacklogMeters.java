package io.github.wechatpayhk.autoconfigure.metrics;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

import io.github.wechatpayhk.durable.DurableReversals;
import io.github.wechatpayhk.durable.ReversalBacklog;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

/**
 * What durable reversals have still to do. The store is asked once for all gauges of one
 * reading.
 */
final class DurableBacklogMeters implements MeterBinder {

	private static final long FRESH_NANOS = Duration.ofSeconds(1).toNanos();

	private static final String REVERSALS = "wechatpay.hk.durable.reversals";

	private static final String PAYMENTS = "wechatpay.hk.durable.payments";

	private static final String NOTIFICATIONS = "wechatpay.hk.durable.notifications";

	private static final String ONLINE_PAYMENTS = "wechatpay.hk.durable.online.payments";

	private static final String REFUNDS = "wechatpay.hk.durable.refunds";

	private final DurableReversals reversals;

	private final InstantSource clock;

	private volatile @Nullable Reading latest;

	DurableBacklogMeters(DurableReversals reversals, InstantSource clock) {
		this.reversals = reversals;
		this.clock = clock;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		gauge(REVERSALS, "Scheduled reversals that have no end yet", "waiting", ReversalBacklog::waiting, registry);
		gauge(REVERSALS, "Scheduled reversals that have no end yet", "needs_attention", ReversalBacklog::needsAttention,
				registry);
		gauge(PAYMENTS, "In-store payments that have no end yet", "open", ReversalBacklog::paymentsOpen, registry);
		gauge(PAYMENTS, "In-store payments that have no end yet", "needs_attention",
				ReversalBacklog::paymentsNeedingAttention, registry);
		gauge(NOTIFICATIONS, "Notifications whose processing has not ended", "waiting",
				ReversalBacklog::notificationsWaiting, registry);
		gauge(NOTIFICATIONS, "Notifications whose processing has not ended", "needs_attention",
				ReversalBacklog::notificationsNeedingAttention, registry);
		unfinished(ONLINE_PAYMENTS, "Online payments that have no end yet",
				"Time since the oldest online payment without an end expired, 0 if none has",
				ReversalBacklog::onlinePayments, registry);
		unfinished(REFUNDS, "Refunds that have no end yet",
				"Time since the oldest refund was to be sent that is not accepted yet or requires manual action, 0 if "
						+ "there is none",
				ReversalBacklog::refunds, registry);
		age("wechatpay.hk.durable.oldest.age",
				"Time since the oldest reversal without an end was scheduled, 0 if there is none",
				ReversalBacklog::oldest, registry);
		age("wechatpay.hk.durable.notifications.oldest.age",
				"Time since the oldest notification whose processing has not ended was received, 0 if there is none",
				ReversalBacklog::oldestNotification, registry);
		Gauge.builder("wechatpay.hk.durable.paused", this, (meters) -> meters.backlog().isPaused() ? 1 : 0)
			.description("1 while nothing is sent because somebody paused it")
			.register(registry);
	}

	private void unfinished(String name, String description, String age,
			Function<ReversalBacklog, ReversalBacklog.Unfinished> unfinished, MeterRegistry registry) {
		gauge(name, description, "open", (backlog) -> unfinished.apply(backlog).open(), registry);
		gauge(name, description, "requires_action", (backlog) -> unfinished.apply(backlog).requiresAction(), registry);
		age(name + ".oldest.age", age, (backlog) -> unfinished.apply(backlog).oldest(), registry);
	}

	private void gauge(String name, String description, String state, ToDoubleFunction<ReversalBacklog> value,
			MeterRegistry registry) {
		Gauge.builder(name, this, (meters) -> value.applyAsDouble(meters.backlog()))
			.description(description)
			.tag("state", state)
			.register(registry);
	}

	private void age(String name, String description, Function<ReversalBacklog, @Nullable Instant> oldest,
			MeterRegistry registry) {
		Gauge.builder(name, this, (meters) -> meters.age(oldest.apply(meters.backlog())))
			.description(description)
			.baseUnit("seconds")
			.register(registry);
	}

	private double age(@Nullable Instant oldest) {
		return (oldest != null) ? Math.max(0, Duration.between(oldest, this.clock.instant()).toMillis()) / 1000d : 0;
	}

	private ReversalBacklog backlog() {
		Reading reading = this.latest;
		long now = System.nanoTime();
		if (reading == null || now - reading.at() > FRESH_NANOS) {
			reading = new Reading(this.reversals.backlog(), now);
			this.latest = reading;
		}
		return reading.backlog();
	}

	private record Reading(ReversalBacklog backlog, long at) {

	}

}
