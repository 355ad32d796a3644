package io.github.wechatpayhk.simulator.signature;

import java.time.Instant;

import io.github.wechatpayhk.simulator.http.RawHeaders;
import io.github.wechatpayhk.simulator.platform.PlatformKey;

/**
 * Signs responses and notifications: three lines of timestamp, nonce and body, each ended
 * by a line feed. Thread-safe.
 *
 * @since 0.1.0
 */
public final class PlatformSigner {

	private PlatformSigner() {
	}

	/**
	 * Add the signature's headers.
	 * @param headers the headers so far
	 * @param key the platform's key
	 * @param at the moment of signing
	 * @param nonce the nonce
	 * @param body the bytes of the body
	 * @return the headers with {@code Wechatpay-Nonce}, {@code -Serial},
	 * {@code -Signature}, {@code -Signature-Type} and {@code -Timestamp}
	 */
	public static RawHeaders sign(RawHeaders headers, PlatformKey key, Instant at, String nonce, byte[] body) {
		String timestamp = Long.toString(at.getEpochSecond());
		String signature = Rsa.sign(key.privateKey(), CanonicalText.ofResponse(timestamp, nonce, body));
		return headers.with("Wechatpay-Nonce", nonce)
			.with("Wechatpay-Serial", key.name())
			.with("Wechatpay-Signature", signature)
			.with("Wechatpay-Signature-Type", AuthorizationHeader.SCHEME)
			.with("Wechatpay-Timestamp", timestamp);
	}

}
