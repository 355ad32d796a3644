package io.github.wechatpayhk.notification;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * A notification that was verified and decrypted (<a href=
 * "https://github.com/wechatpayhk/wechatpay-hk-spring-boot/blob/main/docs/protocol.md#notifications">protocol</a>).
 * Immutable. WeChat Pay may deliver it late, more than once, out of order, or never.
 *
 * @since 0.1.0
 */
public sealed interface Notification permits PaymentNotification, RefundNotification, UnknownNotification {

	/**
	 * Return the notification as WeChat Pay sent it, decrypted. It is what a store keeps.
	 * @return the event
	 */
	NotificationEvent event();

	/**
	 * Return the merchant's number of the order. Notifications of the same order are
	 * processed one after the other.
	 * @return the number, or {@code null} if the notification names none
	 */
	@Nullable String outTradeNo();

	/**
	 * Return what the notification says: kind, number of the order or refund, and state.
	 * Two notifications of one {@linkplain #recipient() recipient} with the same subject
	 * say the same, whatever their ids.
	 * @return the subject, such as {@code payment:T1:SUCCESS} or
	 * {@code refund:R1:REFUNDCLOSE}; {@code event:} and the id of the notification if its
	 * kind is unknown
	 */
	String subject();

	/**
	 * Return the id of the notification. Deliveries of the same notification have the
	 * same id.
	 * @return the id, such as {@code EV-2018022511223320873}
	 */
	default String id() {
		return event().id();
	}

	/**
	 * Return the name of the merchant that received the notification.
	 * @return the name by which the application knows the merchant
	 */
	default String merchant() {
		return event().merchant();
	}

	/**
	 * Return whose notification it is. Several names may stand for one merchant, and a
	 * notification may arrive under each of them.
	 * @return the merchant numbers that the resource names, joined by a slash; the
	 * {@linkplain #merchant() name} if it names neither a direct merchant nor an
	 * institution
	 */
	default String recipient() {
		return NotificationResource.parse(event()).recipient(merchant());
	}

	/**
	 * Return when WeChat Pay created the notification.
	 * @return the moment, or {@code null} if it is absent or not a time
	 */
	default @Nullable Instant createdAt() {
		String createTime = event().createTime();
		try {
			return (createTime != null) ? OffsetDateTime.parse(createTime).toInstant() : null;
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

	/**
	 * Read an event that was verified before, for example one that a store kept.
	 * @param event the event
	 * @return the notification
	 * @throws NotificationException with {@link NotificationException.Check#RESOURCE} if
	 * its resource is not what its type announces
	 */
	static Notification of(NotificationEvent event) {
		return NotificationResource.parse(event).toNotification(event);
	}

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
	 */
	record NotificationEvent(String merchant, String id, String type, @Nullable String createTime,
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

}
