package io.github.wechatpayhk.trust;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;

/**
 * The APIv3 key of a merchant: the secret that it shares with WeChat Pay, with which
 * certificates and notifications are encrypted (<a href=
 * "https://github.com/wechatpayhk/wechatpay-hk-spring-boot/blob/main/docs/protocol.md#decryption">protocol</a>).
 * Immutable.
 *
 * @since 0.1.0
 */
public final class ApiV3Key {

	private static final int LENGTH = 32;

	private final byte[] bytes;

	private ApiV3Key(byte[] bytes) {
		this.bytes = bytes;
	}

	/**
	 * Return the key written in a text.
	 * @param text the key as it was set on the merchant platform, 32 bytes in UTF-8
	 * @return the key
	 * @throws IllegalArgumentException if it has another length
	 */
	public static ApiV3Key of(String text) {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		if (bytes.length != LENGTH) {
			throw new IllegalArgumentException("An APIv3 key has 32 bytes, this one has " + bytes.length);
		}
		return new ApiV3Key(bytes);
	}

	SecretKey secretKey() {
		return new SecretKeySpec(this.bytes, "AES");
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof ApiV3Key that && MessageDigest.isEqual(this.bytes, that.bytes);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(this.bytes);
	}

	/**
	 * Hide the key.
	 * @return the same text for every key
	 */
	@Override
	public String toString() {
		return "ApiV3Key[***]";
	}

}
