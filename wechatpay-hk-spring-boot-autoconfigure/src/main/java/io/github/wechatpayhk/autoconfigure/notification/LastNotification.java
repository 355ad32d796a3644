package io.github.wechatpayhk.autoconfigure.notification;

import java.time.Instant;
import java.time.InstantSource;

import io.github.wechatpayhk.notification.NotificationObserver;
import io.github.wechatpayhk.notification.NotificationObserver.NotificationDelivery;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Remembers when the last notification that was verified arrived, for health checks. Safe
 * for concurrent use.
 *
 * @since 0.1.0
 */
public final class LastNotification implements NotificationObserver {

	private final InstantSource clock;

	private volatile @Nullable Instant time;

	LastNotification(InstantSource clock) {
		this.clock = clock;
	}

	@Override
	public Mono<NotificationDelivery> observe(String merchant, Mono<NotificationDelivery> delivery) {
		return delivery.doOnNext((ended) -> {
			if (ended.notification() != null) {
				this.time = this.clock.instant();
			}
		});
	}

	/**
	 * Return when the last notification arrived.
	 * @return the time, or {@code null} if none arrived since the start
	 */
	public @Nullable Instant time() {
		return this.time;
	}

}
