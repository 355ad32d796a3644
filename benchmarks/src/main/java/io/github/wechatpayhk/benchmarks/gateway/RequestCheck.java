package io.github.wechatpayhk.benchmarks.gateway;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.wechatpayhk.benchmarks.BenchmarkKeys;
import io.github.wechatpayhk.benchmarks.MerchantKeys;
import org.jspecify.annotations.Nullable;

/**
 * Checks the signature of a request, by code that is not the client's: else both could be
 * wrong in the same way, and fast.
 */
final class RequestCheck {

	private static final Pattern FIELD = Pattern.compile("(\\w+)=\"([^\"]*)\"");

	private final PublicKey publicKey;

	private final MerchantKeys others;

	RequestCheck(PublicKey publicKey, MerchantKeys others) {
		this.publicKey = publicKey;
		this.others = others;
	}

	boolean isSigned(String method, String target, byte[] body, @Nullable String authorization) {
		if (authorization == null || !authorization.startsWith("WECHATPAY2-SHA256-RSA2048 ")) {
			return false;
		}
		String mchid = "";
		String serial = "";
		String timestamp = "";
		String nonce = "";
		String signature = "";
		Matcher field = FIELD.matcher(authorization);
		while (field.find()) {
			switch (field.group(1)) {
				case "mchid" -> mchid = field.group(2);
				case "serial_no" -> serial = field.group(2);
				case "timestamp" -> timestamp = field.group(2);
				case "nonce_str" -> nonce = field.group(2);
				case "signature" -> signature = field.group(2);
				default -> {
					return false;
				}
			}
		}
		PublicKey key = key(mchid, serial);
		return key != null && verify(key, String.join("\n", method, target, timestamp, nonce, ""), body, signature);
	}

	private @Nullable PublicKey key(String mchid, String serial) {
		return (mchid.equals(BenchmarkKeys.MCHID) && serial.equals(BenchmarkKeys.MERCHANT_SERIAL)) ? this.publicKey
				: this.others.publicKey(mchid, serial);
	}

	private static boolean verify(PublicKey key, String head, byte[] body, String signature) {
		ByteArrayOutputStream message = new ByteArrayOutputStream();
		message.writeBytes(head.getBytes(StandardCharsets.UTF_8));
		message.writeBytes(body);
		message.write('\n');
		try {
			Signature verification = Signature.getInstance("SHA256withRSA");
			verification.initVerify(key);
			verification.update(message.toByteArray());
			return verification.verify(Base64.getDecoder().decode(signature));
		}
		catch (GeneralSecurityException | IllegalArgumentException ex) {
			return false;
		}
	}

}
