package io.github.wechatpayhk.quickpay;

import java.time.Instant;

import io.github.wechatpayhk.merchant.ShopIds;
import io.github.wechatpayhk.order.MicropayRequest;
import io.github.wechatpayhk.order.OrderAmount;

/**
 * That a payment is about to be taken: all that is needed to bring it to an end after a
 * crash, and no secret.
 *
 * @param outTradeNo the merchant's order number
 * @param ids whose order it is, empty for the configured ids
 * @param amount what it costs
 * @param openedAt when the payment was about to be posted
 * @since 0.1.0
 */
public record QuickPayIntent(String outTradeNo, ShopIds ids, OrderAmount amount, Instant openedAt) {

	static QuickPayIntent of(MicropayRequest request, Instant openedAt) {
		return new QuickPayIntent(request.outTradeNo(), request.ids(), request.amount(), openedAt);
	}

	/**
	 * Return the number of the refund that this payment gets if it needs one. It is
	 * derived from the order number, so that however often it is asked for, and by
	 * whomever, it is the same refund.
	 * @return the number, at most 41 characters
	 */
	public String outRefundNo() {
		return this.outTradeNo + "@quickpay";
	}

}
