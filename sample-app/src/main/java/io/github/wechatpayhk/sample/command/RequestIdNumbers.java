package io.github.wechatpayhk.sample.command;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The internal error numbers of WeChat Pay with which many Request-IDs end (<a href=
 * "https://github.com/wechatpayhk/wechatpay-hk-spring-boot/blob/main/docs/protocol.md#request-id">protocol</a>).
 */
final class RequestIdNumbers {

	private static final Pattern NUMBER = Pattern.compile("-(\\d{1,18})$");

	private static final Map<String, String> MEANINGS = Map.ofEntries(Map.entry("268512771", "order does not exist"),
			Map.entry("268447840", "too many requests"), Map.entry("268435461", "bad parameter"),
			Map.entry("268449538", "order is paid already"), Map.entry("268498689", "order is paid already"),
			Map.entry("270924358", "a parameter that this API does not know"),
			Map.entry("268443715", "merchant closed or unusable"),
			Map.entry("268447843", "merchant number and order do not match"),
			Map.entry("268443705", "sub-merchant equals the institution"),
			Map.entry("268447914", "order has expired or is closed"),
			Map.entry("268443704", "an institution must name a sub-merchant"),
			Map.entry("268448010", "receiving is restricted for this merchant"),
			Map.entry("268449641", "this transaction cannot be closed, only reversed"),
			Map.entry("268447845", "sub-merchant and order do not match"), Map.entry("268443699", "bad signature"),
			Map.entry("268501013", "JSAPI needs an openid"),
			Map.entry("268443701", "no relation between institution and sub-merchant"),
			Map.entry("268498688", "repeated with other parameters than the first time"),
			Map.entry("268445527", "appid and merchant number do not belong together"),
			Map.entry("268435464", "value out of range"));

	private RequestIdNumbers() {
	}

	static @Nullable String numberOf(String requestId) {
		Matcher number = NUMBER.matcher(requestId);
		return number.find() ? number.group(1) : null;
	}

	static @Nullable String meaning(@Nullable String requestId) {
		String number = (requestId != null) ? numberOf(requestId) : null;
		return (number != null) ? MEANINGS.get(number) : null;
	}

}
