package io.github.wechatpayhk.order;

import java.util.Set;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import org.jspecify.annotations.Nullable;

/**
 * A currency by its ISO 4217 code. Open: any code of that form can be sent and read,
 * {@link #isListed()} tells whether WeChat Pay lists it (<a href=
 * "https://github.com/wechatpayhk/wechatpay-hk-spring-boot/blob/main/docs/protocol.md#limits-and-formats">protocol</a>).
 *
 * @param value three upper-case letters, such as {@code HKD}
 * @since 0.1.0
 */
public record CurrencyCode(@JsonValue String value) {

	/** Hong Kong dollar; the smallest unit is the cent. */
	public static final CurrencyCode HKD = new CurrencyCode("HKD");

	/** Renminbi; the smallest unit is the fen. */
	public static final CurrencyCode CNY = new CurrencyCode("CNY");

	/** US dollar; the smallest unit is the cent. */
	public static final CurrencyCode USD = new CurrencyCode("USD");

	/** Japanese yen, which has no smaller unit. */
	public static final CurrencyCode JPY = new CurrencyCode("JPY");

	private static final Set<String> LISTED = Set.of("CNY", "HKD", "GBP", "USD", "JPY", "CAD", "AUD", "EUR", "NZD",
			"KRW", "THB", "SGD", "RUB", "CHF", "SEK", "DKK", "NOK", "AED", "TRY", "MOP", "TWD", "CZK", "MYR", "PHP",
			"IDR", "MNT", "QAR", "HUF", "KHR", "ISK");

	/**
	 * Create a currency, as responses name it: unchecked.
	 * @param value the code
	 */
	@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
	public CurrencyCode {
	}

	/**
	 * Return a currency for a request.
	 * @param value three upper-case letters
	 * @return the currency
	 * @throws WechatPayHkRequestException if the code has another form
	 */
	public static CurrencyCode of(String value) {
		return require("currency", new CurrencyCode(value));
	}

	/**
	 * Check the currency of a request.
	 * @param name the name of the argument
	 * @param currency the currency
	 * @return the currency
	 * @throws WechatPayHkRequestException if it is absent or not three upper-case letters
	 */
	public static CurrencyCode require(String name, @Nullable CurrencyCode currency) {
		String code = (currency != null) ? currency.value : null;
		if (currency == null || code == null) {
			throw new WechatPayHkRequestException("'" + name + "' must be set");
		}
		for (int index = 0; index < code.length(); index++) {
			if (code.charAt(index) < 'A' || code.charAt(index) > 'Z') {
				throw new WechatPayHkRequestException("'%s' must be 3 letters A to Z, but has U+%04X at position %d"
					.formatted(name, (int) code.charAt(index), index + 1));
			}
		}
		if (code.length() != 3) {
			throw new WechatPayHkRequestException(
					"'" + name + "' must be 3 letters A to Z, but has " + code.length() + " characters");
		}
		return currency;
	}

	/**
	 * Return whether WeChat Pay's documentation lists this currency.
	 * @return whether it is listed
	 */
	public boolean isListed() {
		return LISTED.contains(this.value);
	}

	@Override
	public String toString() {
		return this.value;
	}

}
