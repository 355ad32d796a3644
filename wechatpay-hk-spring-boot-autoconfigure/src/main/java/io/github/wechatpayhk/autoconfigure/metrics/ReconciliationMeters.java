package io.github.wechatpayhk.autoconfigure.metrics;

import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;

import io.github.wechatpayhk.durable.Reconciliations;
import io.github.wechatpayhk.statement.StatementRequest;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * What reconciliations left to do, and how old the last one is where they are made each
 * day.
 */
final class ReconciliationMeters implements MeterBinder {

	private final Reconciliations reconciliations;

	private final boolean isDaily;

	private final InstantSource clock;

	ReconciliationMeters(Reconciliations reconciliations, boolean isDaily, InstantSource clock) {
		this.reconciliations = reconciliations;
		this.isDaily = isDaily;
		this.clock = clock;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Gauge
			.builder("wechatpay.hk.reconciliation.differences", this.reconciliations,
					(reconciliations) -> reconciliations.summary().differences())
			.description("Differences between statements and what is stored here that no operator settled")
			.register(registry);
		if (this.isDaily) {
			Gauge.builder("wechatpay.hk.reconciliation.age", this, ReconciliationMeters::age)
				.description("Time since the end of the last day that is reconciled for all merchants, 0 if none is")
				.baseUnit("seconds")
				.register(registry);
		}
	}

	private double age() {
		LocalDate until = this.reconciliations.summary().reconciledUntil();
		return (until != null) ? Duration
			.between(until.plusDays(1).atStartOfDay(StatementRequest.ZONE).toInstant(), this.clock.instant())
			.toSeconds() : 0;
	}

}
