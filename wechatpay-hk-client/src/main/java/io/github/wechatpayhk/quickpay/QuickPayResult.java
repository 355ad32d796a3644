package io.github.wechatpayhk.quickpay;

import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.order.Order;
import io.github.wechatpayhk.quickpay.QuickPayIntent.GivenUp;
import io.github.wechatpayhk.refund.Refund;
import org.jspecify.annotations.Nullable;

/**
 * How an in-store payment ended, with all that is known. Every ending but
 * {@link QuickPayEnding#UNKNOWN} rests on a verified response of WeChat Pay.
 *
 * @param ending how it ended
 * @param outTradeNo the merchant's order number
 * @param order the order as it was last seen, or {@code null} if it never was
 * @param refund the refund, if there is one
 * @param givenUp why the shop gave up, or {@code null} if it did not
 * @param lastFailure the last call that failed, such as the refusal of the payment, or
 * {@code null} if none did
 * @param code the error code with which a verified response refused the payment, as
 * WeChat Pay spelt it, such as {@code NOT_ENOUGH}; {@code null} if none did
 * @param requestId the {@code Request-ID} of the last verified success, by which WeChat
 * Pay's support finds the call; {@code null} if there was none
 * @param advice what to do, in words
 * @since 0.1.0
 */
public record QuickPayResult(QuickPayEnding ending, String outTradeNo, @Nullable Order order, @Nullable Refund refund,
		@Nullable GivenUp givenUp, @Nullable WechatPayHkException lastFailure, @Nullable String code,
		@Nullable String requestId, String advice) {

	/**
	 * Return whether the money is there.
	 * @return whether the goods can be handed over
	 */
	public boolean isPaid() {
		return this.ending == QuickPayEnding.PAID;
	}

}
