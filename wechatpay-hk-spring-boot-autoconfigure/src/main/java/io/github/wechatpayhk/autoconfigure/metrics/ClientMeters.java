package io.github.wechatpayhk.autoconfigure.metrics;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.github.wechatpayhk.signature.LastClockSkew;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import reactor.core.Scannable;
import reactor.core.scheduler.Scheduler;

/**
 * The line before signing, and the clocks.
 */
final class ClientMeters implements MeterBinder {

	private final Scheduler signingScheduler;

	private final LastClockSkew clockSkew;

	ClientMeters(Scheduler signingScheduler, LastClockSkew clockSkew) {
		this.signingScheduler = signingScheduler;
		this.clockSkew = clockSkew;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Gauge.builder("wechatpay.hk.signing.pending", this, ClientMeters::pending)
			.description("Requests that are being signed or wait for it")
			.register(registry);
		TimeGauge.builder("wechatpay.hk.clock.skew", this, TimeUnit.MILLISECONDS, ClientMeters::skew)
			.description("How far the local clock was ahead of WeChat Pay's in the latest response")
			.register(registry);
	}

	/**
	 * Only a scheduler of the application's own tells nothing.
	 */
	private double pending() {
		Integer pending = Scannable.from(this.signingScheduler).scan(Scannable.Attr.BUFFERED);
		return (pending != null) ? pending : Double.NaN;
	}

	private double skew() {
		Duration latest = this.clockSkew.latest();
		return (latest != null) ? latest.toMillis() : Double.NaN;
	}

}
