package io.github.wechatpayhk.order;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.github.wechatpayhk.error.WechatPayHkRequestException;

/**
 * What an order costs.
 *
 * @param total the amount in the smallest unit of the currency, at least 1: 888 is 8.88
 * Hong Kong dollars, but 888 yen
 * @param currency the currency
 * @since 0.1.0
 */
@JsonPropertyOrder({ "total", "currency" })
public record OrderAmount(@JsonProperty("total") long total, @JsonProperty("currency") CurrencyCode currency) {

	/**
	 * Create an amount.
	 * @param total the amount in the smallest unit of the currency
	 * @param currency the currency
	 * @throws WechatPayHkRequestException if the amount is below 1, or the currency is
	 * not three upper-case letters
	 */
	public OrderAmount {
		requirePositive("total", total);
		CurrencyCode.require("currency", currency);
	}

	/**
	 * Return an amount of Hong Kong dollars.
	 * @param cents the amount in cents, at least 1
	 * @return the amount
	 */
	public static OrderAmount hkd(long cents) {
		return new OrderAmount(cents, CurrencyCode.HKD);
	}

	/**
	 * Check an amount of money.
	 * @param name the name of the argument
	 * @param amount the amount in the smallest unit of its currency
	 * @return the amount
	 * @throws WechatPayHkRequestException if the amount is below 1
	 */
	public static long requirePositive(String name, long amount) {
		if (amount < 1) {
			throw new WechatPayHkRequestException("'" + name + "' must be at least 1, but is " + amount);
		}
		return amount;
	}

}
