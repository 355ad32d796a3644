package io.github.wechatpayhk.trust;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;

import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;

/**
 * The APIv3 key of a merchant: the secret that it shares with WeChat Pay, with which
 * certificates and notifications are encrypted (<a href=
 * "https://github.com/wechatpayhk/wechatpay-hk-spring-boot/blob/main/docs/protocol.md#decryption">protocol</a>).
 * Immutable and safe for concurrent use.
 *
 * @since 0.1.0
 */
public final class ApiV3Key {

	/**
	 * The name that WeChat Pay gives the algorithm.
	 */
	public static final String ALGORITHM = "AEAD_AES_256_GCM";

	private static final String TRANSFORMATION = "AES/GCM/NoPadding";

	private static final int TAG_BITS = 128;

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
	 * @throws IllegalStateException if the JDK has no provider for the algorithm
	 */
	public static ApiV3Key of(String text) {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		if (bytes.length != LENGTH) {
			throw new IllegalArgumentException("An APIv3 key has 32 bytes, this one has " + bytes.length);
		}
		try {
			// the first cipher of a JVM reads files: rather here than on an event loop
			Cipher.getInstance(TRANSFORMATION);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("No security provider offers " + TRANSFORMATION, ex);
		}
		return new ApiV3Key(bytes);
	}

	/**
	 * Decrypt a resource that WeChat Pay encrypted with this key: AES-256-GCM with a tag
	 * of 128 bits. What it returns was made by someone who holds the key.
	 * @param nonce its {@code nonce}, whose UTF-8 bytes are the initialization vector
	 * @param associatedData its {@code associated_data}, or {@code null} if it has none
	 * @param ciphertext its {@code ciphertext} in Base64, the tag at its end
	 * @return the plaintext
	 * @throws GeneralSecurityException if any of them was changed, or another key
	 * encrypted it
	 */
	public byte[] decrypt(String nonce, @Nullable String associatedData, String ciphertext)
			throws GeneralSecurityException {
		Cipher cipher = Cipher.getInstance(TRANSFORMATION);
		cipher.init(Cipher.DECRYPT_MODE, secretKey(),
				new GCMParameterSpec(TAG_BITS, nonce.getBytes(StandardCharsets.UTF_8)));
		if (associatedData != null) {
			cipher.updateAAD(associatedData.getBytes(StandardCharsets.UTF_8));
		}
		return cipher.doFinal(sealed(ciphertext));
	}

	private static byte[] sealed(String ciphertext) throws GeneralSecurityException {
		byte[] sealed = decode(ciphertext);
		if (sealed.length < TAG_BITS / Byte.SIZE) {
			// the JDK's own cipher fails here with an unchecked exception
			throw new GeneralSecurityException("The ciphertext is shorter than its tag");
		}
		return sealed;
	}

	private static byte[] decode(String ciphertext) throws GeneralSecurityException {
		try {
			return Base64.getDecoder().decode(ciphertext);
		}
		catch (IllegalArgumentException ex) {
			throw new GeneralSecurityException("The ciphertext is not Base64");
		}
	}

	private SecretKey secretKey() {
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
