package io.github.wechatpayhk.notification;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * A verified notification in the texts that WeChat Pay sent, its resource decrypted.
 *
 * @param merchant the name by which the application knows the merchant
 * @param id the id of the notification, 1 to 64 printable characters
 * @param type the event type, such as {@code TRANSACTION.SUCCESS}, 1 to 64 printable
 * characters
 * @param createTime when it was created, RFC 3339 as WeChat Pay wrote it
 * @param summary the event in words
 * @param resource the decrypted resource, a JSON object; it holds personal data
 * @since 0.1.0
 */
public record NotificationEvent(String merchant, String id, String type, @Nullable String createTime,
		@Nullable String summary, String resource) {

	/**
	 * Create the event.
	 * @param merchant the name of the merchant, not empty
	 * @param id the id of the notification, not empty
	 * @param type the event type, not empty
	 * @param createTime when it was created
	 * @param summary the event in words
	 * @param resource the decrypted resource
	 */
	public NotificationEvent {
		Assert.hasText(merchant, "An event must have a merchant");
		Assert.hasText(id, "An event must have an id");
		Assert.hasText(type, "An event must have a type");
	}

	/**
	 * Hide the resource.
	 * @return merchant, id, type and time
	 */
	@Override
	public String toString() {
		return "NotificationEvent[merchant=" + this.merchant + ", id=" + this.id + ", type=" + this.type
				+ ", createTime=" + this.createTime + ']';
	}

}
