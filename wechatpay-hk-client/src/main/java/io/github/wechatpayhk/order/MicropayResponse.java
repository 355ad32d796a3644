package io.github.wechatpayhk.order;

import org.jspecify.annotations.Nullable;

/**
 * What WeChat Pay says to an in-store payment, verified. Only {@link TradeState#SUCCESS}
 * means that it is paid; anything else is to be followed by queries.
 *
 * @param accepted whether the payment is not finished (202): the payer is still acting
 * @param order the order; may be absent from such a response, never from a finished one
 * @since 0.1.0
 */
public record MicropayResponse(boolean accepted, @Nullable Order order) {

	/**
	 * Return whether the payment has succeeded.
	 * @return whether the response is final and the order paid
	 */
	public boolean isPaid() {
		return !this.accepted && this.order != null && this.order.tradeState().equals(TradeState.SUCCESS);
	}

}
