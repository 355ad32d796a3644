package io.github.wechatpayhk.notification;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.github.wechatpayhk.notification.NotificationHandler.NotificationResult;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Calls listeners at once. Remembers what they processed, within bounds. Listeners have
 * threads of their own: those that hang must not hold the threads on which others read
 * keys and download certificates.
 */
final class DirectNotificationHandler implements NotificationHandler {

	private static final int MAX_GENERATION_SIZE = 10_000;

	private static final int IDLE_SECONDS = 60;

	private final Scheduler threads = threads();

	private final NotificationListeners listeners;

	private final ConcurrentMap<String, Mono<NotificationResult>> running = new ConcurrentHashMap<>();

	private final AtomicReference<Generations> processed = new AtomicReference<>(
			new Generations(ConcurrentHashMap.newKeySet(), ConcurrentHashMap.newKeySet()));

	DirectNotificationHandler(NotificationListeners listeners) {
		this.listeners = listeners;
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
	 * The cache keeps the call going when a delivery is cancelled. A subject is looked up
	 * once the call is registered, so that none slips between two calls.
	 */
	private Mono<NotificationResult> call(String subject, Notification notification) {
		return Mono.fromCallable(() -> deliver(notification))
			.subscribeOn(this.threads)
			.doOnNext((result) -> this.processed.updateAndGet(Generations::next).current().add(subject))
			.transform((delivery) -> Mono.defer(
					() -> this.processed.get().contains(subject) ? Mono.just(NotificationResult.DUPLICATE) : delivery))
			.doFinally((signal) -> this.running.remove(subject))
			.cache();
	}

	/**
	 * Reactor throws some errors on and gives no signal, which everybody waits for who
	 * receives the notification again.
	 */
	private NotificationResult deliver(Notification notification) {
		try {
			return this.listeners.deliver(notification);
		}
		catch (Error ex) {
			throw new IllegalStateException("A listener failed with an error of the JVM or of its code; the"
					+ " notification is not processed, and WeChat Pay sends it again; look for the cause", ex);
		}
	}

	/**
	 * Threads that end by themselves when they have nothing to do, so that nobody has to
	 * close this, and none is interrupted.
	 */
	private static Scheduler threads() {
		ThreadPoolExecutor executor = new ThreadPoolExecutor(Schedulers.DEFAULT_BOUNDED_ELASTIC_SIZE,
				Schedulers.DEFAULT_BOUNDED_ELASTIC_SIZE, IDLE_SECONDS, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(NotificationReceiver.MAX_CONCURRENT), (task) -> {
					Thread thread = new Thread(task, "wechatpay-hk-notification");
					thread.setDaemon(true);
					return thread;
				});
		executor.allowCoreThreadTimeOut(true);
		return Schedulers.fromExecutor(executor);
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
