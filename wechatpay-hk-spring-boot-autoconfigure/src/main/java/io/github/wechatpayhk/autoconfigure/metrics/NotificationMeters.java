package io.github.wechatpayhk.autoconfigure.metrics;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

import io.github.wechatpayhk.notification.Notification;
import io.github.wechatpayhk.notification.NotificationObserver;
import io.github.wechatpayhk.notification.NotificationObserver.NotificationDelivery;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import reactor.core.publisher.Mono;

/**
 * How many notifications arrive, how they end, and how old they are.
 */
final class NotificationMeters implements NotificationObserver {

	private final MeterRegistry registry;

	private final InstantSource clock;

	NotificationMeters(MeterRegistry registry, InstantSource clock) {
		this.registry = registry;
		this.clock = clock;
	}

	@Override
	public Mono<NotificationDelivery> observe(String merchant, Mono<NotificationDelivery> delivery) {
		return delivery.doOnNext(this::record);
	}

	private void record(NotificationDelivery delivery) {
		Counter.builder("wechatpay.hk.notifications")
			.description("Deliveries of notifications by kind, outcome and the check that failed")
			.tag("kind", delivery.kind())
			.tag("outcome", delivery.outcome())
			.tag("reason", delivery.reason())
			.register(this.registry)
			.increment();
		Notification notification = delivery.notification();
		Instant createdAt = (notification != null) ? notification.createdAt() : null;
		if (createdAt != null) {
			Duration age = Duration.between(createdAt, this.clock.instant());
			Timer.builder("wechatpay.hk.notifications.age")
				.description("Age of verified notifications when they arrive")
				.tag("kind", delivery.kind())
				.register(this.registry)
				.record(age.isNegative() ? Duration.ZERO : age);
		}
	}

}
