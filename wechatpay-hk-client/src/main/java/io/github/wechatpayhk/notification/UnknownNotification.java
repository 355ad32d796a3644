package io.github.wechatpayhk.notification;

import io.github.wechatpayhk.notification.Notification.NotificationEvent;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A verified notification of an event type that this version does not know.
 *
 * @param event the notification as WeChat Pay sent it
 * @since 0.1.0
 */
public record UnknownNotification(NotificationEvent event) implements Notification {

	/**
	 * Return the decrypted resource.
	 * @return a JSON object of its own for each call
	 */
	public JsonNode json() {
		return NotificationResource.parse(this.event).json();
	}

	@Override
	public @Nullable String outTradeNo() {
		return NotificationResource.parse(this.event).text("out_trade_no");
	}

	@Override
	public String subject() {
		return "event:" + id();
	}

}
