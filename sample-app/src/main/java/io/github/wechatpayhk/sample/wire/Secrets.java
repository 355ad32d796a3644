package io.github.wechatpayhk.sample.wire;

import java.util.Locale;
import java.util.Set;

/**
 * Takes out what nobody needs to see: signatures, and the codes that payers show.
 */
public final class Secrets {

	private static final Set<String> HEADERS = Set.of("wechatpay-signature", "wechatpay-nonce", "cookie", "set-cookie");

	private Secrets() {
	}

	/**
	 * Mask the value of a header.
	 * @param name its name
	 * @param value its value
	 * @return the value without secrets
	 */
	public static String maskHeader(String name, String value) {
		return HEADERS.contains(name.toLowerCase(Locale.ROOT)) ? "***" : mask(value);
	}

	/**
	 * Mask a text.
	 * @param text a body or the value of a header
	 * @return the text without secrets
	 */
	public static String mask(String text) {
		return text.replaceAll("(signature|nonce_str)=\"[^\"]*\"", "$1=\"***\"")
			.replaceAll("(\"auth_code\"\\s*:\\s*)\"[^\"]*\"", "$1\"***\"");
	}

}
