package io.github.wechatpayhk.notification;

import java.util.Locale;

import io.github.wechatpayhk.notification.NotificationException.Check;
import io.github.wechatpayhk.notification.NotificationHandler.NotificationResult;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Observes deliveries, for metrics, traces and health checks. Must be safe for concurrent
 * use, must not block and must not fail.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface NotificationObserver {

	/**
	 * Observe a delivery.
	 * @param merchant the name that the path carried, not verified
	 * @param delivery the delivery, which never fails
	 * @return the same delivery
	 */
	Mono<NotificationDelivery> observe(String merchant, Mono<NotificationDelivery> delivery);

	/**
	 * One delivery of a notification, and how it ended.
	 *
	 * @param merchant the name that the path carried; it comes from outside until the
	 * notification is verified
	 * @param notification the verified notification, or {@code null} if it was rejected
	 * @param result what became of it, or {@code null} if WeChat Pay has to send it again
	 * @param failure what it failed with: a {@link NotificationException} if it was
	 * rejected, a {@link java.util.concurrent.TimeoutException} at the deadline, or the
	 * exception of a listener; {@code null} with a result
	 */
	record NotificationDelivery(String merchant, @Nullable Notification notification,
			@Nullable NotificationResult result, @Nullable Throwable failure) {

		/**
		 * Return how it ended, in a word.
		 * @return the result in lower case, {@code rejected}, {@code unavailable},
		 * {@code late} or {@code failed}
		 */
		public String outcome() {
			if (this.result != null) {
				return this.result.name().toLowerCase(Locale.ROOT);
			}
			return switch (status()) {
				case NotificationReceiver.UNAUTHORIZED -> "rejected";
				case NotificationReceiver.UNAVAILABLE -> (this.notification != null) ? "late" : "unavailable";
				default -> "failed";
			};
		}

		/**
		 * Return why it was rejected, in a word.
		 * @return the check that failed in lower case, or {@code none}
		 */
		public String reason() {
			Check check = check();
			return (check != null) ? check.name().toLowerCase(Locale.ROOT) : "none";
		}

		/**
		 * Return what the notification is about, in a word.
		 * @return {@code payment}, {@code refund}, or {@code unknown}
		 */
		public String kind() {
			if (this.notification instanceof PaymentNotification) {
				return "payment";
			}
			return (this.notification instanceof RefundNotification) ? "refund" : "unknown";
		}

		/**
		 * Return the status that WeChat Pay receives.
		 * @return 204 with a result; else 401 for a notification that was rejected, 503
		 * for one that may pass later or whose listener is late, or 500 for one whose
		 * listener failed
		 */
		public int status() {
			if (this.result != null) {
				return NotificationReceiver.NO_CONTENT;
			}
			Check check = check();
			if (check != null) {
				return check.isTemporary() ? NotificationReceiver.UNAVAILABLE : NotificationReceiver.UNAUTHORIZED;
			}
			return (this.failure instanceof java.util.concurrent.TimeoutException) ? NotificationReceiver.UNAVAILABLE
					: NotificationReceiver.FAILED;
		}

		private @Nullable Check check() {
			return (this.failure instanceof NotificationException rejection) ? rejection.check() : null;
		}

	}

}
