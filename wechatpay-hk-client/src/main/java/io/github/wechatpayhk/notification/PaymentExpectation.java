package io.github.wechatpayhk.notification;

import io.github.wechatpayhk.order.Order.PaidAmount;
import io.github.wechatpayhk.order.OrderAmount;
import org.jspecify.annotations.Nullable;

/**
 * Looks up what an order costs in the application's own record. A payment that differs is
 * not delivered as paid: it is reported as a mismatch, which requires manual action.
 * Called on a thread that may block. Must be safe for concurrent use.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface PaymentExpectation {

	/**
	 * Look up the amount and the currency of an order. Store an order before it is
	 * placed, so that its payment finds it.
	 * @param notification the payment
	 * @return what the order costs, or {@code null} if the application does not know the
	 * order, which is a mismatch; an exception means that the notification is to be sent
	 * again
	 */
	@Nullable OrderAmount expected(PaymentNotification notification);

	/**
	 * A payment is not the expected one. By default nothing happens beyond the log line.
	 * @param mismatch the payment and what was expected; an exception means that the
	 * notification is to be sent again
	 */
	default void onMismatch(PaymentMismatch mismatch) {
	}

	/**
	 * A genuine payment with another amount or currency than expected, or of an order
	 * that the application does not know. It requires manual action: money was paid.
	 *
	 * @param notification the payment
	 * @param expected what the order costs, or {@code null} if the application does not
	 * know it
	 */
	record PaymentMismatch(PaymentNotification notification, @Nullable OrderAmount expected) {

		static boolean isMismatch(PaymentNotification notification, @Nullable OrderAmount expected) {
			PaidAmount paid = notification.order().amount();
			return expected == null || paid == null || paid.total() == null || paid.currency() == null
					|| !paid.matches(expected);
		}

		/**
		 * Describe the mismatch for an operator.
		 * @return the order, what was paid and what was expected
		 */
		@Override
		public String toString() {
			PaidAmount paid = this.notification.order().amount();
			return "order " + this.notification.outTradeNo() + " of merchant '" + this.notification.merchant()
					+ "': paid "
					+ ((paid != null) ? paid.total() + " " + paid.currency() : "an amount that is not named")
					+ ", expected " + ((this.expected != null) ? this.expected.total() + " " + this.expected.currency()
							: "nothing, as the order is not known");
		}

	}

}
