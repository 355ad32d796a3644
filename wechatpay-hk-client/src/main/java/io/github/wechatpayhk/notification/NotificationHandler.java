package io.github.wechatpayhk.notification;

import java.util.function.Function;

import reactor.core.publisher.Mono;

/**
 * Takes over a notification once it is verified. A receiver hands each delivery to one
 * handler, duplicates included, and acknowledges it to WeChat Pay when the handler
 * succeeds. A handler either calls the {@link NotificationListeners}, or stores the
 * {@link Notification#event() event} in order to call them later.
 * <p>
 * Must be safe for concurrent use and must not block.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface NotificationHandler {

	/**
	 * Take over a notification.
	 * @param notification the verified notification
	 * @return what became of it, if WeChat Pay need not send it again; an error means
	 * that it is to be sent again. The subscription may be cancelled at the deadline of
	 * the delivery
	 */
	Mono<NotificationResult> handle(Notification notification);

	/**
	 * Return a handler that calls listeners at once and remembers in memory what they
	 * processed: at least once, with the last 10,000 to 20,000 notifications recognized
	 * when they are delivered again. Listeners are called on threads of their own that
	 * may block, for one subject once at a time: a delivery of a notification that is
	 * being processed waits for the result. A cancellation does not interrupt the
	 * listeners.
	 * @param listeners the listeners
	 * @return the handler
	 */
	static NotificationHandler direct(NotificationListeners listeners) {
		return new DirectNotificationHandler(listeners);
	}

	/**
	 * Return a handler that calls what blocks, on threads that only this handler uses. A
	 * cancellation does not interrupt it. {@link NotificationReceiver#MAX_CONCURRENT}
	 * notifications may wait for a thread; the next one is a
	 * {@link java.util.concurrent.RejectedExecutionException}.
	 * @param work takes over a notification
	 * @return the handler
	 */
	static NotificationHandler blocking(Function<Notification, NotificationResult> work) {
		return new BlockingNotificationHandler(work);
	}

	/**
	 * What became of a delivery that WeChat Pay need not repeat.
	 */
	enum NotificationResult {

		/**
		 * The listeners received it and returned.
		 */
		PROCESSED,

		/**
		 * It is stored, and the listeners receive it later.
		 */
		STORED,

		/**
		 * A notification with the same subject was processed or stored before.
		 */
		DUPLICATE,

		/**
		 * The payment is not the expected one. It was not delivered as paid and requires
		 * manual action.
		 */
		MISMATCH,

		/**
		 * No listener receives notifications of this kind.
		 */
		UNHEARD

	}

}
