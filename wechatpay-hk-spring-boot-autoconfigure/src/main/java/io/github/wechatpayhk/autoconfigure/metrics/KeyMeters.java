package io.github.wechatpayhk.autoconfigure.metrics;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.wechatpayhk.autoconfigure.HeldMerchants;
import io.github.wechatpayhk.autoconfigure.HeldMerchants.HeldMerchant;
import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.trust.PlatformKeys.TrustState;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Age and remaining time of each key. Keys come and go: whenever the number of keys is
 * read, the gauges of the single ones are brought up to date, so that no timer is needed.
 * A key that is new between two readings shows from the second one on. Binding reads
 * nothing yet: with lazy initialization, meters must not be what creates the client.
 */
final class KeyMeters implements MeterBinder {

	private static final String MERCHANT = "merchant";

	private static final double SECONDS_PER_DAY = Duration.ofDays(1).toSeconds();

	private final ObjectProvider<HeldMerchants> merchants;

	private final InstantSource clock;

	KeyMeters(ObjectProvider<HeldMerchants> merchants, InstantSource clock) {
		this.merchants = merchants;
		this.clock = clock;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Gauge.builder("wechatpay.hk.keys", new Rows(registry), Rows::update)
			.description("Keys of WeChat Pay that are trusted at present, of all merchants that are held")
			.strongReference(true)
			.register(registry);
	}

	private double daysSince(Instant time) {
		return Duration.between(time, this.clock.instant()).toSeconds() / SECONDS_PER_DAY;
	}

	/**
	 * The gauges in one registry. They look into what was read last: a gauge that is
	 * there stays, as a registry that is being read must not be shuffled.
	 */
	private final class Rows {

		private final MultiGauge ages;

		private final MultiGauge expiries;

		private final MultiGauge refreshes;

		private final MultiGauge failures;

		private volatile Map<Tags, Validity> keys = Map.of();

		private volatile Map<String, HeldMerchant> held = Map.of();

		Rows(MeterRegistry registry) {
			this.ages = gauge("wechatpay.hk.key.age", "Time since a key became valid", "days", registry);
			this.expiries = gauge("wechatpay.hk.key.expiry", "Time until a key is no longer valid", "days", registry);
			this.refreshes = gauge("wechatpay.hk.trust.age", "Time since platform certificates were downloaded",
					"seconds", registry);
			this.failures = gauge("wechatpay.hk.trust.failures", "Downloads of certificates that failed in a row", null,
					registry);
		}

		private static MultiGauge gauge(String name, String description, @Nullable String unit,
				MeterRegistry registry) {
			return MultiGauge.builder(name).description(description).baseUnit(unit).register(registry);
		}

		double update() {
			read();
			List<MultiGauge.Row<?>> ageRows = new ArrayList<>();
			List<MultiGauge.Row<?>> expiryRows = new ArrayList<>();
			this.keys.forEach((tags, validity) -> {
				if (validity.from() != null) {
					ageRows.add(MultiGauge.Row.of(tags, this, (rows) -> rows.age(tags)));
				}
				if (validity.until() != null) {
					expiryRows.add(MultiGauge.Row.of(tags, this, (rows) -> rows.expiry(tags)));
				}
			});
			List<MultiGauge.Row<?>> refreshRows = new ArrayList<>();
			List<MultiGauge.Row<?>> failureRows = new ArrayList<>();
			this.held.forEach((name, merchant) -> {
				Tags tags = Tags.of(MERCHANT, name);
				if (merchant.trust().refreshedAt() != null) {
					refreshRows.add(MultiGauge.Row.of(tags, this, (rows) -> rows.secondsSinceRefresh(name)));
				}
				failureRows.add(MultiGauge.Row.of(tags, this, (rows) -> rows.failures(name)));
			});
			this.ages.register(ageRows, false);
			this.expiries.register(expiryRows, false);
			this.refreshes.register(refreshRows, false);
			this.failures.register(failureRows, false);
			return trusted();
		}

		private void read() {
			Map<String, HeldMerchant> merchants = new LinkedHashMap<>();
			Map<Tags, Validity> validities = new LinkedHashMap<>();
			for (HeldMerchant merchant : KeyMeters.this.merchants.getObject().all()) {
				merchants.put(merchant.name(), merchant);
				X509Certificate certificate = merchant.certificate();
				if (certificate != null) {
					validities.put(tags(merchant, "merchant", SerialNumber.of(certificate)), new Validity(
							certificate.getNotBefore().toInstant(), certificate.getNotAfter().toInstant()));
				}
				for (TrustState.TrustedKey key : merchant.trust().keys()) {
					validities.put(tags(merchant, "platform", key.serialNumber()),
							new Validity(key.trustedFrom(), key.trustedUntil()));
				}
			}
			this.held = merchants;
			this.keys = validities;
		}

		private static Tags tags(HeldMerchant merchant, String owner, SerialNumber serialNumber) {
			return Tags.of(MERCHANT, merchant.name(), "owner", owner, "serial", serialNumber.toString());
		}

		private double trusted() {
			Instant now = KeyMeters.this.clock.instant();
			return this.held.values()
				.stream()
				.flatMap((merchant) -> merchant.trust().keys().stream())
				.filter((key) -> key.isTrusted(now))
				.count();
		}

		private double age(Tags tags) {
			Validity validity = this.keys.get(tags);
			return (validity != null && validity.from() != null) ? daysSince(validity.from()) : Double.NaN;
		}

		private double expiry(Tags tags) {
			Validity validity = this.keys.get(tags);
			return (validity != null && validity.until() != null) ? -daysSince(validity.until()) : Double.NaN;
		}

		private double secondsSinceRefresh(String name) {
			HeldMerchant merchant = this.held.get(name);
			Instant refreshedAt = (merchant != null) ? merchant.trust().refreshedAt() : null;
			return (refreshedAt != null) ? Duration.between(refreshedAt, KeyMeters.this.clock.instant()).toSeconds()
					: Double.NaN;
		}

		private double failures(String name) {
			HeldMerchant merchant = this.held.get(name);
			return (merchant != null) ? merchant.trust().failures() : Double.NaN;
		}

	}

	/**
	 * From when until when a key is valid. WeChat Pay's public key has neither.
	 *
	 * @param from the beginning, or {@code null} if it always was
	 * @param until the end, or {@code null} if there is none
	 */
	private record Validity(@Nullable Instant from, @Nullable Instant until) {

	}

}
