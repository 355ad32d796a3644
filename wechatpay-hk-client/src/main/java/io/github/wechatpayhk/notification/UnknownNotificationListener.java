package io.github.wechatpayhk.notification;

/**
 * Receives the notifications of event types that this version does not know. Called on a
 * thread that may block, also more than once for the same notification unless a durable
 * inbox calls it. Must be safe for concurrent use.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface UnknownNotificationListener {

	/**
	 * WeChat Pay sent a notification of another event type. Within 5 seconds, or WeChat
	 * Pay sends the notification again.
	 * @param notification the verified notification; an exception means that it is to be
	 * sent again
	 */
	void onUnknown(UnknownNotification notification);

}
