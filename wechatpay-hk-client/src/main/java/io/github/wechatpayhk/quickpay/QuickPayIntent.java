package io.github.wechatpayhk.quickpay;

import java.time.Instant;

import io.github.wechatpayhk.merchant.ShopIds;
import io.github.wechatpayhk.order.MicropayRequest;
import io.github.wechatpayhk.order.OrderAmount;
import org.jspecify.annotations.Nullable;

/**
 * That a payment is about to be taken: all that is needed to bring it to an end after a
 * crash, and no secret.
 *
 * @param outTradeNo the merchant's order number
 * @param ids whose order it is, empty for the configured ids
 * @param amount what it costs
 * @param openedAt when the payment was about to be posted
 * @param givenUp why the shop gave up, or {@code null} if it did not: money that was
 * taken all the same goes back
 * @since 0.1.0
 */
public record QuickPayIntent(String outTradeNo, ShopIds ids, OrderAmount amount, Instant openedAt,
		@Nullable GivenUp givenUp) {

	/**
	 * Create the intent of a payment that the shop has not given up.
	 * @param outTradeNo the merchant's order number
	 * @param ids whose order it is, empty for the configured ids
	 * @param amount what it costs
	 * @param openedAt when the payment was about to be posted
	 */
	public QuickPayIntent(String outTradeNo, ShopIds ids, OrderAmount amount, Instant openedAt) {
		this(outTradeNo, ids, amount, openedAt, null);
	}

	static QuickPayIntent of(MicropayRequest request, Instant openedAt) {
		return new QuickPayIntent(request.outTradeNo(), request.ids(), request.amount(), openedAt);
	}

	/**
	 * Note that the shop has given up. The first reason stays, unless the number turns
	 * out to be {@link GivenUp#NUMBER_USED used}.
	 * @param reason why
	 * @return the changed copy
	 */
	public QuickPayIntent withGivenUp(GivenUp reason) {
		return (this.givenUp != null && reason != GivenUp.NUMBER_USED) ? this
				: new QuickPayIntent(this.outTradeNo, this.ids, this.amount, this.openedAt, reason);
	}

	/**
	 * Return the number of the refund that this payment gets if it needs one. It is
	 * derived from the order number, so that however often it is asked for, and by
	 * whomever, it is the same refund.
	 * @return the number, at most 41 characters
	 */
	public String outRefundNo() {
		return outRefundNo(this.outTradeNo);
	}

	/**
	 * Return the number of the refund that a payment gets if it needs one.
	 * @param outTradeNo the merchant's number of the order
	 * @return the number
	 * @see #outRefundNo()
	 */
	public static String outRefundNo(String outTradeNo) {
		return outTradeNo + "@quickpay";
	}

	/**
	 * Why the shop has given up a payment.
	 *
	 */
	public enum GivenUp {

		/** The cashier cancelled. */
		CANCELLED,

		/** The payer took too long. */
		TIMED_OUT,

		/** The payment failed, at the bank for example, or WeChat Pay refused it. */
		FAILED,

		/**
		 * The order number was used before: WeChat Pay's order under it is not this
		 * payment, so it is neither taken for paid nor reversed.
		 */
		NUMBER_USED

	}

}
