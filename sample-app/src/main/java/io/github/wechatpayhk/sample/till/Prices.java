package io.github.wechatpayhk.sample.till;

import java.math.BigDecimal;
import java.util.Currency;

import io.github.wechatpayhk.order.CurrencyCode;

/**
 * Shows amounts with their currency.
 */
final class Prices {

	private Prices() {
	}

	static String show(long total, CurrencyCode currency) {
		return ("HKD".equals(currency.value()) ? "HK$" : currency.value() + " ")
				+ decimal(total, currency).replaceAll("(?<=\\d)(?=(\\d{3})+(\\.|$))", ",");
	}

	static String decimal(long total, CurrencyCode currency) {
		int decimals = Math.max(0, Currency.getInstance(currency.value()).getDefaultFractionDigits());
		return BigDecimal.valueOf(total, decimals).toPlainString();
	}

}
