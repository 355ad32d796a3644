package io.github.wechatpayhk.notification;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

import io.github.wechatpayhk.notification.NotificationHandler.NotificationResult;
import io.github.wechatpayhk.notification.PaymentExpectation.PaymentMismatch;
import io.github.wechatpayhk.order.OrderAmount;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The application's listeners, and what it expects of payments. Safe for concurrent use.
 *
 * @since 0.1.0
 */
public final class NotificationListeners {

	private static final Log logger = LogFactory.getLog(NotificationListeners.class);

	private final List<PaymentNotificationListener> payments;

	private final List<RefundNotificationListener> refunds;

	private final List<UnknownNotificationListener> unknown;

	private final @Nullable PaymentExpectation expectation;

	private NotificationListeners(List<PaymentNotificationListener> payments, List<RefundNotificationListener> refunds,
			List<UnknownNotificationListener> unknown, @Nullable PaymentExpectation expectation) {
		this.payments = payments;
		this.refunds = refunds;
		this.unknown = unknown;
		this.expectation = expectation;
	}

	/**
	 * Create the listeners of an application.
	 * @param payments receive payments, in this order
	 * @param refunds receive refunds, in this order
	 * @param unknown receive notifications of other event types, in this order
	 * @param expectation tells what orders cost, or {@code null} if the listeners compare
	 * amounts themselves
	 * @return the listeners
	 */
	public static NotificationListeners create(List<PaymentNotificationListener> payments,
			List<RefundNotificationListener> refunds, List<UnknownNotificationListener> unknown,
			@Nullable PaymentExpectation expectation) {
		return new NotificationListeners(List.copyOf(payments), List.copyOf(refunds), List.copyOf(unknown),
				expectation);
	}

	/**
	 * Call the listeners, in the caller's thread and thus in its transaction. Blocks as
	 * long as they do.
	 * @param notification the verified notification
	 * @return {@link NotificationResult#PROCESSED}, {@link NotificationResult#MISMATCH}
	 * or {@link NotificationResult#UNHEARD}; an exception of a listener is thrown on
	 */
	public NotificationResult deliver(Notification notification) {
		if (notification instanceof PaymentNotification payment) {
			return deliver(payment);
		}
		if (notification instanceof RefundNotification refund) {
			return deliver(this.refunds, (listener) -> listener.receives(refund),
					(listener) -> listener.onRefund(refund));
		}
		if (notification instanceof UnknownNotification other) {
			return deliver(this.unknown, (listener) -> true, (listener) -> listener.onUnknown(other));
		}
		return NotificationResult.UNHEARD;
	}

	private NotificationResult deliver(PaymentNotification payment) {
		if (this.expectation != null) {
			OrderAmount expected = this.expectation.expected(payment);
			if (PaymentMismatch.isMismatch(payment, expected)) {
				PaymentMismatch mismatch = new PaymentMismatch(payment, expected);
				logger.error("A payment is not the expected one and was not delivered as paid; it requires manual"
						+ " action: " + mismatch);
				this.expectation.onMismatch(mismatch);
				return NotificationResult.MISMATCH;
			}
		}
		return deliver(this.payments, (listener) -> listener.receives(payment),
				(listener) -> listener.onPayment(payment));
	}

	private static <L> NotificationResult deliver(List<L> listeners, Predicate<L> receives, Consumer<L> delivery) {
		List<L> receivers = listeners.stream().filter(receives).toList();
		receivers.forEach(delivery);
		return receivers.isEmpty() ? NotificationResult.UNHEARD : NotificationResult.PROCESSED;
	}

}
