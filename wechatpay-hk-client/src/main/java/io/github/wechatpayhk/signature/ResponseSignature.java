package io.github.wechatpayhk.signature;

import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

import io.github.wechatpayhk.error.WechatPayHkSignatureException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * The four signature headers of a response (<a href=
 * "https://github.com/wechatpayhk/wechatpay-hk-spring-boot/blob/main/docs/protocol.md#signature-headers-and-message">protocol</a>).
 */
final class ResponseSignature {

	static final String SERIAL = "Wechatpay-Serial";

	private static final String TIMESTAMP = "Wechatpay-Timestamp";

	private static final String NONCE = "Wechatpay-Nonce";

	private static final String SIGNATURE = "Wechatpay-Signature";

	private static final List<String> NAMES = List.of(TIMESTAMP, NONCE, SIGNATURE, SERIAL);

	private static final Pattern SECONDS = Pattern.compile("0|[1-9][0-9]{0,11}");

	private static final String PROBE_PREFIX = "WECHATPAY/SIGNTEST/";

	private final long timestamp;

	private final String nonce;

	private final byte[] signature;

	private final SerialNumber serialNumber;

	private ResponseSignature(long timestamp, String nonce, byte[] signature, SerialNumber serialNumber) {
		this.timestamp = timestamp;
		this.nonce = nonce;
		this.signature = signature;
		this.serialNumber = serialNumber;
	}

	static boolean isAbsent(SignedResponse response) {
		for (String name : NAMES) {
			if (!response.headers().apply(name).isEmpty()) {
				return false;
			}
		}
		return true;
	}

	static ResponseSignature of(SignedResponse response) throws RefusedSignatureException {
		String signature = single(response, SIGNATURE);
		if (signature.startsWith(PROBE_PREFIX)) {
			throw new RefusedSignatureException(Reason.PROBE, null);
		}
		try {
			return new ResponseSignature(seconds(single(response, TIMESTAMP)), single(response, NONCE),
					Base64.getDecoder().decode(signature), SerialNumber.of(single(response, SERIAL)));
		}
		catch (IllegalArgumentException ex) {
			throw new RefusedSignatureException(Reason.MALFORMED, null);
		}
	}

	private static long seconds(String timestamp) {
		if (!SECONDS.matcher(timestamp).matches()) {
			throw new IllegalArgumentException("A time stamp is a number of seconds");
		}
		return Long.parseLong(timestamp);
	}

	/**
	 * Read when a response was signed, without a look at its signature.
	 */
	static @Nullable Instant writtenAt(SignedResponse response) {
		List<String> values = response.headers().apply(TIMESTAMP);
		return (values.size() == 1 && SECONDS.matcher(values.get(0)).matches())
				? Instant.ofEpochSecond(Long.parseLong(values.get(0))) : null;
	}

	private static String single(SignedResponse response, String name) throws RefusedSignatureException {
		List<String> values = response.headers().apply(name);
		if (values.size() != 1) {
			throw new RefusedSignatureException(Reason.MALFORMED, null);
		}
		return values.get(0);
	}

	/**
	 * Return when it was signed.
	 * @return Unix time in seconds
	 */
	long timestamp() {
		return this.timestamp;
	}

	String nonce() {
		return this.nonce;
	}

	SerialNumber serialNumber() {
		return this.serialNumber;
	}

	byte[] signature() {
		return this.signature;
	}

	byte[] messageOver(byte[] body) {
		return SignedMessage.ofResponse(this.timestamp, this.nonce, body);
	}

}
