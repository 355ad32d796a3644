package io.github.wechatpayhk.order;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.function.IntPredicate;

import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.merchant.CharacterRule;
import org.jspecify.annotations.Nullable;

/**
 * The texts of a request, each with the length and the characters that WeChat Pay allows
 * (protocol, "Limits and formats"). They are checked when a request is built, so that
 * nothing ill-formed is ever sent.
 *
 * @since 0.1.0
 */
public enum RequestField {

	/** The merchant's order number. */
	OUT_TRADE_NO("outTradeNo", 32, "[0-9A-Za-z_-|*]", (character) -> isWordOrOneOf(character, "_-|*")),

	/** WeChat Pay's order number. */
	TRANSACTION_ID("transactionId", 32, "[0-9A-Za-z]", (character) -> isWordOrOneOf(character, "")),

	/** The merchant's refund number. */
	OUT_REFUND_NO("outRefundNo", 64, "[0-9A-Za-z_-|*@]", (character) -> isWordOrOneOf(character, "_-|*@")),

	/** WeChat Pay's refund number. */
	REFUND_ID("refundId", 32, "[0-9A-Za-z]", (character) -> isWordOrOneOf(character, "")),

	/** The code that the payer shows, 18 digits. */
	AUTH_CODE("authCode", 18, "digits 0 to 9", (character) -> character >= '0' && character <= '9'),

	/** What is bought. */
	DESCRIPTION("description", 127),

	/** The merchant's own text. */
	ATTACH("attach", 127),

	/** The tag for promotions. */
	GOODS_TAG("goodsTag", 32),

	/** The ways to pay that are allowed, such as {@code no_credit}. */
	LIMIT_PAY("limitPay", 32),

	/** The category of the merchant's trade, four digits as a rule. */
	MERCHANT_CATEGORY_CODE("merchantCategoryCode", 16),

	/** Why money is refunded. */
	REASON("reason", 80),

	/** Where notifications go: https, without a query. */
	NOTIFY_URL("notifyUrl", 256, "printable ASCII", (character) -> character > ' ' && character < 0x7F);

	private final String argument;

	// immutable, but the compiler cannot know that of a lambda
	@SuppressWarnings("ImmutableEnumChecker")
	private final CharacterRule rule;

	RequestField(String argument, int maximumLength) {
		this(argument, maximumLength, "characters up to U+FFFF, without surrogates", RequestField::isBasic);
	}

	RequestField(String argument, int maximumLength, String characters, IntPredicate allowed) {
		this.argument = argument;
		this.rule = new CharacterRule(maximumLength, characters, allowed);
	}

	private static boolean isWordOrOneOf(int character, String others) {
		return (character >= '0' && character <= '9') || (character >= 'A' && character <= 'Z')
				|| (character >= 'a' && character <= 'z') || others.indexOf(character) != -1;
	}

	/**
	 * WeChat Pay stores what UTF-8 writes in one to three bytes: no emoji, no other
	 * supplementary characters.
	 */
	static boolean isBasic(int character) {
		return character <= 0xFFFF && (character < Character.MIN_SURROGATE || character > Character.MAX_SURROGATE);
	}

	/**
	 * Check a text that must be there.
	 * @param value the text
	 * @return the text
	 * @throws WechatPayHkRequestException if it is absent or breaks the rule
	 */
	public String require(@Nullable String value) {
		String text = this.rule.require(this.argument, value);
		if (this == AUTH_CODE && text.length() != this.rule.maximumLength()) {
			throw new WechatPayHkRequestException("'authCode' must have 18 digits, but has " + text.length());
		}
		if (this == NOTIFY_URL) {
			requireNotifyUrl(text);
		}
		return text;
	}

	/**
	 * Check a text that may be absent.
	 * @param value the text
	 * @return the text
	 * @throws WechatPayHkRequestException if it is there and breaks the rule
	 */
	public @Nullable String requireOrNull(@Nullable String value) {
		return (value != null) ? require(value) : null;
	}

	private static void requireNotifyUrl(String text) {
		try {
			URI url = new URI(text);
			if (!"https".equalsIgnoreCase(url.getScheme()) || url.getHost() == null || url.getRawQuery() != null) {
				throw new WechatPayHkRequestException(
						"'notifyUrl' must be an https URL with a host and without a query");
			}
		}
		catch (URISyntaxException ex) {
			throw new WechatPayHkRequestException("'notifyUrl' must be a URL, but is none at position " + ex.getIndex(),
					ex);
		}
	}

}
