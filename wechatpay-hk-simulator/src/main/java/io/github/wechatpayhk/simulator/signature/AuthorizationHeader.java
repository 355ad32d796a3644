package io.github.wechatpayhk.simulator.signature;

import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The five fields of an {@code Authorization} value, checked for form.
 *
 */
final class AuthorizationHeader {

	static final String SCHEME = "WECHATPAY2-SHA256-RSA2048";

	private static final Set<String> NAMES = Set.of("mchid", "nonce_str", "signature", "timestamp", "serial_no");

	private static final Pattern FIELD = Pattern.compile("\\G([a-z_]+)=\"([^\"]*)\"(,|$)");

	private final String mchid;

	private final String nonce;

	private final String timestamp;

	private final String serialNumber;

	private final byte[] signature;

	AuthorizationHeader(String mchid, String nonce, String timestamp, String serialNumber, byte[] signature) {
		this.mchid = mchid;
		this.nonce = nonce;
		this.timestamp = timestamp;
		this.serialNumber = serialNumber;
		this.signature = signature;
	}

	String mchid() {
		return this.mchid;
	}

	String nonce() {
		return this.nonce;
	}

	String timestamp() {
		return this.timestamp;
	}

	String serialNumber() {
		return this.serialNumber;
	}

	byte[] signature() {
		return this.signature;
	}

	static AuthorizationHeader parse(@Nullable String value) {
		if (value == null || value.isBlank()) {
			throw new SignatureRefusal("The header Authorization is missing");
		}
		int blank = value.indexOf(' ');
		String scheme = (blank < 0) ? value : value.substring(0, blank);
		if (blank < 0 || !scheme.equals(SCHEME)) {
			throw new SignatureRefusal("The scheme of Authorization must be " + SCHEME);
		}
		Map<String, String> fields = fields(value.substring(blank + 1));
		for (String name : NAMES) {
			if (fields.getOrDefault(name, "").isEmpty()) {
				throw new SignatureRefusal("Authorization lacks the field " + name);
			}
		}
		String timestamp = fields.getOrDefault("timestamp", "");
		String nonce = fields.getOrDefault("nonce_str", "");
		if (!timestamp.matches("[0-9]{1,18}")) {
			throw new SignatureRefusal("The timestamp must be written in decimal digits");
		}
		if (nonce.length() > 32) {
			throw new SignatureRefusal("The nonce_str must not be longer than 32 characters");
		}
		return new AuthorizationHeader(fields.getOrDefault("mchid", ""), nonce, timestamp,
				fields.getOrDefault("serial_no", ""), decode(fields.getOrDefault("signature", "")));
	}

	private static Map<String, String> fields(String text) {
		Map<String, String> fields = new HashMap<>();
		Matcher matcher = FIELD.matcher(text);
		int end = 0;
		while (matcher.find()) {
			if (!NAMES.contains(matcher.group(1)) || fields.put(matcher.group(1), matcher.group(2)) != null) {
				throw new SignatureRefusal("Authorization has an unknown or repeated field " + matcher.group(1));
			}
			end = matcher.end();
		}
		if (end != text.length() || text.endsWith(",")) {
			throw new SignatureRefusal("Authorization must be fields name=\"value\" with commas between, no blanks");
		}
		return fields;
	}

	private static byte[] decode(String text) {
		try {
			return Base64.getDecoder().decode(text);
		}
		catch (IllegalArgumentException ex) {
			throw new SignatureRefusal("The signature is not standard Base64");
		}
	}

	/**
	 * Shows who signs, not the signature.
	 */
	@Override
	public String toString() {
		return "AuthorizationHeader[mchid=" + this.mchid + ", serialNumber=" + this.serialNumber + "]";
	}

}
