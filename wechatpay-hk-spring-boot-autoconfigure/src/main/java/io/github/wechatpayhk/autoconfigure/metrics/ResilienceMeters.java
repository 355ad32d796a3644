package io.github.wechatpayhk.autoconfigure.metrics;

import java.time.Duration;
import java.util.Locale;

import io.github.wechatpayhk.autoconfigure.HeldMerchants;
import io.github.wechatpayhk.resilience.WechatPayHkCall;
import io.github.wechatpayhk.resilience.WechatPayHkCallEvent;
import io.github.wechatpayhk.resilience.WechatPayHkCallListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;

import org.springframework.beans.factory.ObjectProvider;

/**
 * What happens to calls between their attempts.
 */
final class ResilienceMeters implements WechatPayHkCallListener {

	private static final String MCHID = "mchid";

	private final MeterRegistry registry;

	private final ObjectProvider<HeldMerchants> merchants;

	ResilienceMeters(MeterRegistry registry, ObjectProvider<HeldMerchants> merchants) {
		this.registry = registry;
		this.merchants = merchants;
	}

	@Override
	public void onEvent(WechatPayHkCallEvent event) {
		if (event instanceof WechatPayHkCallEvent.RateLimitWaited rateLimited) {
			waited(tags(rateLimited.mchid(), rateLimited.call()), rateLimited.waited());
		}
		else if (event instanceof WechatPayHkCallEvent.RetryScheduled retry) {
			Counter.builder("wechatpay.hk.retries")
				.description("Retries")
				.tags(tags(retry.mchid(), retry.call()))
				.register(this.registry)
				.increment();
		}
		else if (event instanceof WechatPayHkCallEvent.HostChanged changed) {
			Counter.builder("wechatpay.hk.failovers")
				.description("Changes of the host that is called, back to the first one included")
				.tag(MCHID, bounded(changed.mchid()))
				.register(this.registry)
				.increment();
		}
	}

	private void waited(Tags tags, Duration waited) {
		Timer.builder("wechatpay.hk.rate.limit.wait")
			.description("Time that attempts wait for the rate limit")
			.tags(tags)
			.register(this.registry)
			.record(waited);
	}

	private Tags tags(String mchid, WechatPayHkCall call) {
		return Tags.of("operation", call.operation().name().toLowerCase(Locale.ROOT), MCHID, bounded(mchid));
	}

	private String bounded(String mchid) {
		HeldMerchants held = this.merchants.getIfAvailable();
		return (held != null) ? held.boundedMchid(mchid) : HeldMerchants.OTHER_NAME;
	}

}
