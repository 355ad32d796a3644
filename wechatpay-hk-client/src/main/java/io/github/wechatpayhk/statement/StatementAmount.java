package io.github.wechatpayhk.statement;

import java.math.BigDecimal;
import java.util.Currency;

import io.github.wechatpayhk.order.CurrencyCode;

/**
 * An amount as a statement shows it.
 *
 * @param value the amount in the main unit of its currency, such as {@code 8.88}
 * @param currency the currency
 * @since 0.1.0
 */
public record StatementAmount(BigDecimal value, CurrencyCode currency) {

	/**
	 * Return the amount as the API counts it: in the smallest unit of the currency.
	 * @return the amount, such as 888 for {@code 8.88 HKD} and 1500 for {@code 1500 JPY}
	 * @throws ArithmeticException if it is not a whole number of units, as a fee may be
	 * @throws IllegalArgumentException if the currency is not one of ISO 4217
	 */
	public long total() {
		int digits = Currency.getInstance(this.currency.value()).getDefaultFractionDigits();
		return this.value.movePointRight(digits).longValueExact();
	}

	@Override
	public String toString() {
		return this.value.toPlainString() + ' ' + this.currency;
	}

}
