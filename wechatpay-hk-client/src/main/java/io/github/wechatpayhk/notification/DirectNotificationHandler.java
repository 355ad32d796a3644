package io.github.wechatpayhk.notification;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;

import io.github.wechatpayhk.notification.NotificationHandler.NotificationResult;
import reactor.core.publisher.Mono;

/**
 * Calls listeners at once. Remembers what they processed, within bounds.
 */
final class DirectNotificationHandler implements NotificationHandler {

	private static final int MAX_GENERATION_SIZE = 10_000;

	private final NotificationHandler listeners;

	private final ConcurrentMap<String, Mono<NotificationResult>> running = new ConcurrentHashMap<>();

	private final AtomicReference<Generations> processed = new AtomicReference<>(
			new Generations(ConcurrentHashMap.newKeySet(), ConcurrentHashMap.newKeySet()));

	DirectNotificationHandler(NotificationListeners listeners) {
		this.listeners = new BlockingNotificationHandler(listeners::deliver);
	}

	@Override
	public Mono<NotificationResult> handle(Notification notification) {
		String subject = notification.recipient() + '\n' + notification.subject();
		return Mono.defer(() -> {
			Mono<NotificationResult> call = call(subject, notification);
			Mono<NotificationResult> present = this.running.putIfAbsent(subject, call);
			return (present != null) ? present.thenReturn(NotificationResult.DUPLICATE) : call;
		});
	}

	/**
	 * The cache lets deliveries share a call. A subject is looked up once the call is
	 * registered, so that none slips between two calls.
	 */
	private Mono<NotificationResult> call(String subject, Notification notification) {
		return this.listeners.handle(notification)
			.doOnNext((result) -> this.processed.updateAndGet(Generations::next).current().add(subject))
			.transform((delivery) -> Mono.defer(
					() -> this.processed.get().contains(subject) ? Mono.just(NotificationResult.DUPLICATE) : delivery))
			.doFinally((signal) -> this.running.remove(subject))
			.cache();
	}

	/**
	 * Two generations of subjects, so that old ones are dropped without looking at each.
	 *
	 * @param current the subjects since the last change
	 * @param previous the subjects of the generation before
	 */
	private record Generations(Set<String> current, Set<String> previous) {

		boolean contains(String subject) {
			return this.current.contains(subject) || this.previous.contains(subject);
		}

		Generations next() {
			return (this.current.size() >= MAX_GENERATION_SIZE)
					? new Generations(ConcurrentHashMap.newKeySet(), this.current) : this;
		}

	}

}
