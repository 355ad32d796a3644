package io.github.wechatpayhk.quickpay;

import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.order.MicropayService.MicropayResponse;
import io.github.wechatpayhk.order.Order;
import io.github.wechatpayhk.refund.Refund;

/**
 * What the payment flow has learned.
 */
sealed interface QuickPayEvent {

	/** The payment received a response. */
	record PaymentResponded(MicropayResponse response) implements QuickPayEvent {
	}

	/** A query showed the order. */
	record OrderSeen(Order order) implements QuickPayEvent {
	}

	/** A reversal received a verified success. */
	record Reversed() implements QuickPayEvent {
	}

	/** The refund was accepted, or a query showed it. */
	record RefundSeen(Refund refund) implements QuickPayEvent {
	}

	/** A call failed. */
	record Failed(WechatPayHkException failure) implements QuickPayEvent {
	}

}
