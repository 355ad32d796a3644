package io.github.wechatpayhk.quickpay;

import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.order.MicropayAnswer;
import io.github.wechatpayhk.order.Order;
import io.github.wechatpayhk.refund.Refund;

/**
 * What the closed loop has learned.
 */
sealed interface QuickPayEvent {

	/** The payment was answered. */
	record PaymentAnswered(MicropayAnswer answer) implements QuickPayEvent {
	}

	/** A query showed the order. */
	record OrderSeen(Order order) implements QuickPayEvent {
	}

	/** A reversal was answered with a verified success. */
	record Reversed() implements QuickPayEvent {
	}

	/** The refund was accepted, or a query showed it. */
	record RefundSeen(Refund refund) implements QuickPayEvent {
	}

	/** A call failed. */
	record Failed(WechatPayHkException failure) implements QuickPayEvent {
	}

}
