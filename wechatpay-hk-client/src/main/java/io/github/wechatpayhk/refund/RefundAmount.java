package io.github.wechatpayhk.refund;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.order.CurrencyCode;
import io.github.wechatpayhk.order.OrderAmount;

/**
 * How much of an order is refunded. The currency is that of the payment.
 *
 * @param refund what is refunded, in the smallest unit of the currency, at least 1
 * @param total what the order costs, at least as much
 * @param currency the currency of the order
 * @since 0.1.0
 */
@JsonPropertyOrder({ "refund", "total", "currency" })
public record RefundAmount(@JsonProperty("refund") long refund, @JsonProperty("total") long total,
		@JsonProperty("currency") CurrencyCode currency) {

	/**
	 * Create an amount.
	 * @param refund what is refunded
	 * @param total what the order costs
	 * @param currency the currency of the order
	 * @throws WechatPayHkRequestException if an amount is below 1, more is refunded than
	 * the order costs, or the currency is not three upper-case letters
	 */
	public RefundAmount {
		OrderAmount.requirePositive("refund", refund);
		OrderAmount.requirePositive("total", total);
		CurrencyCode.require("currency", currency);
		if (refund > total) {
			throw new WechatPayHkRequestException(
					"'refund' must not be greater than 'total', but " + refund + " is greater than " + total);
		}
	}

	/**
	 * Return the amount that refunds an order in full.
	 * @param order what the order costs
	 * @return the amount
	 */
	public static RefundAmount full(OrderAmount order) {
		return new RefundAmount(order.total(), order.total(), order.currency());
	}

}
