package io.github.wechatpayhk.notification;

import io.github.wechatpayhk.notification.Notification.NotificationEvent;
import io.github.wechatpayhk.order.Order;
import io.github.wechatpayhk.order.TradeState;

import org.springframework.util.Assert;

/**
 * An order was paid. Compare amount and currency with the application's own record before
 * the goods are delivered.
 *
 * @param event the notification as WeChat Pay sent it
 * @param order the order in the state {@link TradeState#SUCCESS}
 * @since 0.1.0
 */
public record PaymentNotification(NotificationEvent event, Order order) implements Notification {

	/**
	 * Create the notification.
	 * @param event the notification as WeChat Pay sent it
	 * @param order the order, in the state {@link TradeState#SUCCESS}
	 */
	public PaymentNotification {
		Assert.isTrue(TradeState.SUCCESS.equals(order.tradeState()), "The order must be paid");
	}

	@Override
	public String outTradeNo() {
		return this.order.outTradeNo();
	}

	@Override
	public String subject() {
		return "payment:" + outTradeNo() + ':' + this.order.tradeState();
	}

	/**
	 * Hide payer and amounts.
	 * @return the event and the order number
	 */
	@Override
	public String toString() {
		return "PaymentNotification[event=" + this.event + ", outTradeNo=" + outTradeNo() + ']';
	}

}
