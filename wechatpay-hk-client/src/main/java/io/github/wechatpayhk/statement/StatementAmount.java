package io.github.wechatpayhk.statement;

import java.math.BigDecimal;
import java.util.Currency;

import io.github.wechatpayhk.order.CurrencyCode;
import io.github.wechatpayhk.order.OrderAmount;

/**
 * An amount as a statement shows it.
 *
 * @param value the amount in the main unit of its currency, such as {@code 8.88}
 * @param currency the currency
 * @since 0.1.0
 */
public record StatementAmount(BigDecimal value, CurrencyCode currency) {

	/**
	 * Return an amount of the API as a statement shows it.
	 * @param amount the amount, which the API counts in the smallest unit
	 * @return the amount in the main unit, with the digits of its currency
	 * @throws IllegalArgumentException if the currency is not one of ISO 4217
	 */
	public static StatementAmount of(OrderAmount amount) {
		return new StatementAmount(BigDecimal.valueOf(amount.total(), digits(amount.currency())), amount.currency());
	}

	/**
	 * Return the amount as the API counts it: in the smallest unit of the currency.
	 * @return the amount, such as 888 for {@code 8.88 HKD} and 1500 for {@code 1500 JPY}
	 * @throws ArithmeticException if it is not a whole number of units, as a fee may be
	 * @throws IllegalArgumentException if the currency is not one of ISO 4217
	 */
	public long total() {
		return this.value.movePointRight(digits(this.currency)).longValueExact();
	}

	private static int digits(CurrencyCode currency) {
		return Currency.getInstance(currency.value()).getDefaultFractionDigits();
	}

	@Override
	public String toString() {
		return this.value.toPlainString() + ' ' + this.currency;
	}

}
