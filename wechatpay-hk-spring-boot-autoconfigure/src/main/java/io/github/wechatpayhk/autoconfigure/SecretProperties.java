package io.github.wechatpayhk.autoconfigure;

import java.util.List;
import java.util.Locale;

import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;

/**
 * Keeps the values of secret properties out of Actuator's responses, also where an
 * application shows all values. Properties are known by their name, however it is
 * spelled: {@code wechatpay.hk.api-v3-key}, {@code WECHATPAY_HK_APIV3KEY}.
 */
final class SecretProperties implements SanitizingFunction {

	private static final String OURS = "wechatpayhk";

	private static final String SSL_BUNDLES = "springsslbundle";

	private static final List<String> SECRET_ENDINGS = List.of("privatekey", "apiv3key", "password");

	@Override
	public SanitizableData apply(SanitizableData data) {
		String key = data.getKey().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
		return isSecret(key) ? data.withSanitizedValue() : data;
	}

	/**
	 * The key of a merchant may be that of an SSL bundle.
	 */
	private static boolean isSecret(String key) {
		return (key.startsWith(OURS) || key.startsWith(SSL_BUNDLES)) && SECRET_ENDINGS.stream().anyMatch(key::endsWith);
	}

}
