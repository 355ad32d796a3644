package io.github.wechatpayhk.order;

import java.time.Duration;
import java.time.Instant;

/**
 * An order that was placed, and can be started on the payer's device until it expires.
 *
 * @param request the complete request, with which the order is placed again
 * @param placed what WeChat Pay returned
 * @param placedAt when the order was placed, taken before the call
 * @since 0.1.0
 */
public record PreparedPayment(PlaceOrderRequest request, PlacedOrder placed, Instant placedAt) {

	private static final Duration SESSION = Duration.ofHours(2);

	private static final Duration PAGE = Duration.ofMinutes(5);

	/**
	 * Return until when the payment can be started: 2 hours after the order was placed, 5
	 * minutes for {@link TradeType#MWEB}.
	 * @return the end, exclusive
	 */
	public Instant expiresAt() {
		return this.placedAt.plus(TradeType.MWEB.equals(this.request.tradeType()) ? PAGE : SESSION);
	}

	/**
	 * Return the number and the times, without personal data and without what starts the
	 * payment.
	 */
	@Override
	public String toString() {
		return "PreparedPayment[outTradeNo=" + this.request.outTradeNo() + ", tradeType=" + this.request.tradeType()
				+ ", placedAt=" + this.placedAt + ']';
	}

}
