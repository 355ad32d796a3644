package io.github.wechatpayhk.notification;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Calls what blocks on threads of its own: work that hangs must not hold the threads on
 * which others read keys and download certificates. A bounded number of notifications
 * waits for a thread; the next one is rejected with an error.
 */
final class BlockingNotificationHandler implements NotificationHandler {

	private static final int IDLE_SECONDS = 60;

	private final Scheduler threads = threads();

	private final Function<Notification, NotificationResult> work;

	BlockingNotificationHandler(Function<Notification, NotificationResult> work) {
		this.work = work;
	}

	/**
	 * The cache keeps the work going when a delivery is cancelled: what writes to a file
	 * must not be interrupted.
	 */
	@Override
	public Mono<NotificationResult> handle(Notification notification) {
		return Mono.defer(() -> Mono.fromCallable(() -> call(notification)).subscribeOn(this.threads).cache());
	}

	/**
	 * Reactor throws fatal errors on and gives no signal. Each later delivery of the
	 * notification would wait for that signal.
	 */
	private NotificationResult call(Notification notification) {
		try {
			return this.work.apply(notification);
		}
		catch (Error ex) {
			throw new IllegalStateException("A notification met an error of the JVM or of the code that handles"
					+ " it; it is not processed, and WeChat Pay sends it again; look for the cause", ex);
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

}
