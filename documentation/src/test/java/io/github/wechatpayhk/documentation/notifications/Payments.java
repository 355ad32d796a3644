package io.github.wechatpayhk.documentation.notifications;

import io.github.wechatpayhk.notification.PaymentExpectation;
import io.github.wechatpayhk.notification.PaymentExpectation.PaymentMismatch;
import io.github.wechatpayhk.notification.PaymentNotification;
import io.github.wechatpayhk.notification.PaymentNotificationListener;
import io.github.wechatpayhk.notification.RefundNotification;
import io.github.wechatpayhk.notification.RefundNotificationListener;
import io.github.wechatpayhk.order.OrderAmount;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

@Component
class Payments implements PaymentNotificationListener, RefundNotificationListener, PaymentExpectation {

	private final Book book;

	Payments(Book book) {
		this.book = book;
	}

	@Override
	public @Nullable OrderAmount expected(PaymentNotification notification) {
		return this.book.price(notification.outTradeNo());
	}

	@Override
	public void onPayment(PaymentNotification notification) {
		this.book.paid(notification.outTradeNo());
	}

	@Override
	public void onMismatch(PaymentMismatch mismatch) {
		this.book.check(mismatch.notification().outTradeNo());
	}

	@Override
	public void onRefund(RefundNotification notification) {
		this.book.refunded(notification.outRefundNo(), notification.refund().status());
	}

}
