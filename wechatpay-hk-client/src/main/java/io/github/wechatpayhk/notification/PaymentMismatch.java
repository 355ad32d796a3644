package io.github.wechatpayhk.notification;

import io.github.wechatpayhk.order.OrderAmount;
import io.github.wechatpayhk.order.PaidAmount;
import org.jspecify.annotations.Nullable;

/**
 * A genuine payment with another amount or currency than expected, or of an order that
 * the application does not know. It requires manual action: money was paid.
 *
 * @param notification the payment
 * @param expected what the order costs, or {@code null} if the application does not know
 * it
 * @since 0.1.0
 */
public record PaymentMismatch(PaymentNotification notification, @Nullable OrderAmount expected) {

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
		return "order " + this.notification.outTradeNo() + " of merchant '" + this.notification.merchant() + "': paid "
				+ ((paid != null) ? paid.total() + " " + paid.currency() : "an amount that is not named")
				+ ", expected " + ((this.expected != null) ? this.expected.total() + " " + this.expected.currency()
						: "nothing, as the order is not known");
	}

}
