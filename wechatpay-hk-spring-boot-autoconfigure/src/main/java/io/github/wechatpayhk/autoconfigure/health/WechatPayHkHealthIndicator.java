package io.github.wechatpayhk.autoconfigure.health;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.wechatpayhk.autoconfigure.HeldMerchants;
import io.github.wechatpayhk.autoconfigure.HeldMerchants.HeldMerchant;
import io.github.wechatpayhk.autoconfigure.notification.LastNotification;
import io.github.wechatpayhk.autoconfigure.properties.HealthProperties;
import io.github.wechatpayhk.signature.LastClockSkew;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Tells from what is known here whether calls can succeed: nobody is asked. Problems are
 * named in plain words. Made before the client: with lazy initialization, a registry of
 * indicators must not be what creates it.
 */
final class WechatPayHkHealthIndicator extends AbstractHealthIndicator {

	private final ObjectProvider<HeldMerchants> merchants;

	private final LastClockSkew clockSkew;

	private final ObjectProvider<LastNotification> lastNotification;

	private final HealthProperties properties;

	private final InstantSource clock;

	WechatPayHkHealthIndicator(ObjectProvider<HeldMerchants> merchants, LastClockSkew clockSkew,
			ObjectProvider<LastNotification> lastNotification, HealthProperties properties, InstantSource clock) {
		super("The health of the WeChat Pay client could not be told");
		this.merchants = merchants;
		this.clockSkew = clockSkew;
		this.lastNotification = lastNotification;
		this.properties = properties;
		this.clock = clock;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		Instant now = this.clock.instant();
		List<String> problems = new ArrayList<>();
		Map<String, Object> details = new LinkedHashMap<>();
		boolean isKnown = false;
		for (HeldMerchant merchant : this.merchants.getObject().all()) {
			MerchantHealth health = MerchantHealth.of(merchant, this.properties.maxTrustAge(), now);
			details.put(merchant.name(), health.details());
			problems.addAll(health.problems());
			isKnown = isKnown || health.isKnown();
		}
		Duration skew = this.clockSkew.latest();
		if (skew != null && skew.abs().compareTo(this.properties.maxClockSkew()) > 0) {
			problems.add("The local clock is " + skew.abs() + (skew.isNegative() ? " behind" : " ahead of")
					+ " that of WeChat Pay: synchronize it");
		}
		if (!problems.isEmpty()) {
			builder.down().withDetail("problems", problems);
		}
		else if (isKnown) {
			builder.up();
		}
		else {
			builder.unknown();
		}
		builder.withDetail("merchants", details);
		if (skew != null) {
			builder.withDetail("clockSkew", skew.toString());
		}
		LastNotification last = this.lastNotification.getIfAvailable();
		if (last != null) {
			Instant time = last.time();
			builder.withDetail("sinceLastNotification",
					(time != null) ? Duration.between(time, now).toString() : "none since the start");
		}
	}

}
