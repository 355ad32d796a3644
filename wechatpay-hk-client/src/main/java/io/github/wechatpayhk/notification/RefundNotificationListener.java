package io.github.wechatpayhk.notification;

import io.github.wechatpayhk.notification.NotificationHandler.NotificationResult;

/**
 * Receives the notifications of refunds. Called on a thread that may block, also more
 * than once for the same state of a refund unless a durable inbox calls it. Must be safe
 * for concurrent use.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface RefundNotificationListener {

	/**
	 * A refund succeeded, was closed, or requires manual action. Within 5 seconds, or
	 * WeChat Pay sends the notification again.
	 * @param notification the verified notification; an exception means that it is to be
	 * sent again
	 */
	void onRefund(RefundNotification notification);

	/**
	 * Tell whether this listener receives a notification. One that no listener receives
	 * counts as {@link NotificationResult#UNHEARD}.
	 * @param notification the verified notification
	 * @return whether {@link #onRefund} is called, by default always
	 */
	default boolean receives(RefundNotification notification) {
		return true;
	}

}
