package io.github.wechatpayhk.observation;

import io.github.wechatpayhk.notification.Notification;
import io.github.wechatpayhk.notification.NotificationObserver;
import io.github.wechatpayhk.notification.NotificationObserver.NotificationDelivery;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import reactor.core.publisher.Mono;

/**
 * Makes an observation {@code wechatpay.hk.notification} of each delivery of a
 * notification. Its low-cardinality keys are {@code kind} ({@code payment},
 * {@code refund} or {@code unknown}), {@code outcome} and {@code reason}; {@code event},
 * {@code order} and {@code merchant} are on spans only, and present once the notification
 * is verified. The observation of the HTTP request is its parent.
 *
 * @since 0.1.0
 */
public final class NotificationObservations implements NotificationObserver {

	private static final String NAME = "wechatpay.hk.notification";

	private static final String HIGH_PREFIX = "wechatpay.hk.";

	private final ObservationRegistry registry;

	private NotificationObservations(ObservationRegistry registry) {
		this.registry = registry;
	}

	/**
	 * Create the observer.
	 * @param registry where observations go
	 * @return the observer
	 */
	public static NotificationObservations create(ObservationRegistry registry) {
		return new NotificationObservations(registry);
	}

	@Override
	public Mono<NotificationDelivery> observe(String merchant, Mono<NotificationDelivery> delivery) {
		return Mono.deferContextual((context) -> {
			Observation observation = Observation.createNotStarted(NAME, this.registry)
				.contextualName("wechatpay notification");
			Observation parent = context.getOrDefault(ObservationOfCall.KEY, null);
			if (parent != null) {
				observation.parentObservation(parent);
			}
			observation.lowCardinalityKeyValue("kind", "unknown")
				.lowCardinalityKeyValue("outcome", "cancelled")
				.lowCardinalityKeyValue("reason", "none")
				.start();
			return delivery.doOnNext((ended) -> describe(observation, ended))
				.doFinally((signal) -> observation.stop())
				.contextWrite((inner) -> inner.put(ObservationOfCall.KEY, observation));
		});
	}

	private static void describe(Observation observation, NotificationDelivery delivery) {
		observation.lowCardinalityKeyValue("kind", delivery.kind())
			.lowCardinalityKeyValue("outcome", delivery.outcome())
			.lowCardinalityKeyValue("reason", delivery.reason());
		Notification notification = delivery.notification();
		if (notification != null) {
			observation.highCardinalityKeyValue(HIGH_PREFIX + "event", notification.id())
				.highCardinalityKeyValue(HIGH_PREFIX + "merchant", notification.merchant());
			if (notification.outTradeNo() != null) {
				observation.highCardinalityKeyValue(HIGH_PREFIX + "order", notification.outTradeNo());
			}
		}
		if (delivery.failure() != null) {
			observation.error(delivery.failure());
		}
	}

}
