package io.github.wechatpayhk.notification;

import reactor.core.publisher.Mono;

/**
 * Observes deliveries, for metrics, traces and health checks. Must be safe for concurrent
 * use, must not block and must not fail.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface NotificationObserver {

	/**
	 * Observe a delivery.
	 * @param merchant the name that the path carried, not verified
	 * @param delivery the delivery, which never fails
	 * @return the same delivery
	 */
	Mono<NotificationDelivery> observe(String merchant, Mono<NotificationDelivery> delivery);

}
