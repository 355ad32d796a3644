package io.github.wechatpayhk.field;

import java.net.URI;
import java.net.URISyntaxException;

import io.github.wechatpayhk.error.WechatPayHkRequestException;
import org.jspecify.annotations.Nullable;

/**
 * The texts of a request, each with the length and the characters that WeChat Pay allows
 * (<a href=
 * "https://github.com/wechatpayhk/wechatpay-hk-spring-boot/blob/main/docs/protocol.md#limits-and-formats">protocol</a>).
 * They are checked when a request is built, so that nothing ill-formed is ever sent.
 *
 * @since 0.1.0
 */
public enum RequestField {

	/** A merchant number. */
	MCHID("mchid", CharacterRule.digits(32)),

	/** An application id. */
	APPID("appid", CharacterRule.lettersAndDigits(32, "_-")),

	/** The merchant's order number. */
	OUT_TRADE_NO("outTradeNo", CharacterRule.lettersAndDigits(32, "_-|*")),

	/** WeChat Pay's order number. */
	TRANSACTION_ID("transactionId", CharacterRule.lettersAndDigits(32, "")),

	/** The merchant's refund number. */
	OUT_REFUND_NO("outRefundNo", CharacterRule.lettersAndDigits(64, "_-|*@")),

	/** WeChat Pay's refund number. */
	REFUND_ID("refundId", CharacterRule.lettersAndDigits(32, "")),

	/** The code that the payer shows, 18 digits. */
	AUTH_CODE("authCode", CharacterRule.digits(18)),

	/** What is bought. */
	DESCRIPTION("description", CharacterRule.text(127)),

	/** The merchant's own text. */
	ATTACH("attach", CharacterRule.text(127)),

	/** The tag for promotions. */
	GOODS_TAG("goodsTag", CharacterRule.text(32)),

	/** The ways to pay that are allowed, such as {@code no_credit}. */
	LIMIT_PAY("limitPay", CharacterRule.text(32)),

	/** The category of the merchant's trade, four digits as a rule. */
	MERCHANT_CATEGORY_CODE("merchantCategoryCode", CharacterRule.text(16)),

	/** A text about the place or the goods of an order. */
	SCENE("sceneInfo", CharacterRule.text(256)),

	/** A text about a sub-merchant. */
	SUB_MERCHANT("subMerchant", CharacterRule.text(256)),

	/** The number under which a repeated request is the same request. */
	IDEMPOTENCY_KEY("idempotencyKey", CharacterRule.printableAscii(64)),

	/** Why money is refunded. */
	REASON("reason", CharacterRule.text(80)),

	/** Where notifications go: https, without a query. */
	NOTIFY_URL("notifyUrl", CharacterRule.printableAscii(256));

	private final String argument;

	// immutable, but the compiler cannot know that of a lambda
	@SuppressWarnings("ImmutableEnumChecker")
	private final CharacterRule rule;

	RequestField(String argument, CharacterRule rule) {
		this.argument = argument;
		this.rule = rule;
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
	 * Check one of several texts of the same kind that must be there.
	 * @param name the name of the text
	 * @param value the text
	 * @return the text
	 * @throws WechatPayHkRequestException if it is absent or breaks the rule
	 */
	public String require(String name, @Nullable String value) {
		return this.rule.require(name, value);
	}

	/**
	 * Check one of several texts of the same kind that may be absent.
	 * @param name the name of the text
	 * @param value the text
	 * @throws WechatPayHkRequestException if it is there and breaks the rule
	 */
	public void requireOrNull(String name, @Nullable String value) {
		this.rule.requireOrNull(name, value);
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

	/**
	 * Check an argument that must be present: a call without it ends as one that was not
	 * sent.
	 * @param name the name of the argument
	 * @param value the argument
	 * @param <T> the type of the argument
	 * @return the argument
	 * @throws WechatPayHkRequestException if it is {@code null}
	 */
	public static <T> T requirePresent(String name, @Nullable T value) {
		if (value == null) {
			throw new WechatPayHkRequestException("'" + name + "' must not be null");
		}
		return value;
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
