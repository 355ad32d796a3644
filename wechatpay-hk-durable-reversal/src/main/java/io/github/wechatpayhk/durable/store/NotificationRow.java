package io.github.wechatpayhk.durable.store;

import java.time.Duration;

import io.github.wechatpayhk.durable.DurableNotification;
import io.github.wechatpayhk.notification.Notification.NotificationEvent;
import org.jspecify.annotations.Nullable;

/**
 * A notification with what only this library needs to know.
 *
 * @param notification the notification
 * @param recipient whose it is, under whatever name it arrived
 * @param event what restores it, or {@code null} if it was processed or settled
 * @param step how many pauses were scheduled since it was stored
 * @param waited the sum of these pauses
 * @since 0.1.0
 */
public record NotificationRow(DurableNotification notification, String recipient, @Nullable NotificationEvent event,
		int step, Duration waited) {

	public String id() {
		return this.notification.id();
	}

	public boolean isWaiting() {
		return this.notification.state() == DurableNotification.State.WAITING;
	}

	/**
	 * Describe a notification for a log.
	 * @return its id, what it says, and the merchant
	 */
	public static String describe(DurableNotification notification) {
		return notification.notificationId() + " (" + notification.subject() + ") of merchant '"
				+ notification.merchant() + "'";
	}

}
