package io.github.wechatpayhk.simulator.order;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Set;

import io.github.wechatpayhk.simulator.protocol.Ids;
import io.github.wechatpayhk.simulator.protocol.Input;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields that all kinds of order share.
 *
 * @since 0.1.0
 */
public final class OrderFields {

	private static final Set<String> CURRENCIES = Set.of("CNY", "HKD", "GBP", "USD", "JPY", "CAD", "AUD", "EUR", "NZD",
			"KRW", "THB", "SGD", "RUB", "CHF", "SEK", "DKK", "NOK", "AED", "TRY", "MOP", "TWD", "CZK", "MYR", "PHP",
			"IDR", "MNT", "QAR", "HUF", "KHR", "ISK");

	private OrderFields() {
	}

	static SimulatedOrder.Builder read(Input body, Ids ids, SimulatedTradeType type) {
		checkAppid(body, ids);
		body.text("description", 127);
		String outTradeNo = body.text("out_trade_no", 32);
		if (!outTradeNo.matches("[0-9A-Za-z_\\-|*]+")) {
			throw body.refuse("out_trade_no", "may hold letters, digits, _, -, | and * only");
		}
		if (!body.text("trade_type", 16).equals(type.name())) {
			throw body.refuse("trade_type", "must be " + type);
		}
		body.text("merchant_category_code", 16);
		body.optionalText("goods_tag", 32);
		body.optionalText("limit_pay", 32);
		Input amount = body.object("amount");
		return SimulatedOrder.quickPay(outTradeNo)
			.ids(ids)
			.type(type)
			.state(TradeState.NOTPAY)
			.amount(amount.number("total", 1), currency(amount))
			.attach(body.optionalText("attach", 127))
			.request(body.fingerprint());
	}

	private static void checkAppid(Input body, Ids ids) {
		String name = ids.isInstitution() ? "sp_appid" : "appid";
		if (!body.has(name)) {
			throw body.refuse(name, "is required");
		}
	}

	/**
	 * Read the currency of an amount.
	 * @param amount the fields of the amount
	 * @return the currency, ISO 4217; HKD when there is none
	 */
	public static String currency(Input amount) {
		String currency = amount.optionalText("currency", 3);
		if (currency != null && !CURRENCIES.contains(currency)) {
			throw amount.refuse("currency", "is not a currency that can be used");
		}
		return (currency != null) ? currency : "HKD";
	}

	/**
	 * Read a URL for notifications. Plain HTTP is allowed on the loopback interface, for
	 * tests.
	 * @param body the fields of the body
	 * @return the URL, or {@code null}
	 */
	public static @Nullable String notifyUrl(Input body) {
		String url = body.optionalText("notify_url", 256);
		if (url == null) {
			return null;
		}
		boolean isLoopback = url.matches("http://(127\\.0\\.0\\.1|localhost|\\[::1])[:/].*");
		if (!isLoopback && !url.startsWith("https://")) {
			throw body.refuse("notify_url", "must begin with https://");
		}
		if (url.contains("?")) {
			throw body.refuse("notify_url", "must not have a query");
		}
		return url;
	}

	static @Nullable Instant time(Input body, String name) {
		String text = body.optionalText(name, 64);
		if (text == null) {
			return null;
		}
		try {
			return OffsetDateTime.parse(text).toInstant();
		}
		catch (DateTimeException ex) {
			throw body.refuse(name, "must be a time as in RFC 3339");
		}
	}

}
