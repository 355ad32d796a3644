package io.github.wechatpayhk.trust;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;

import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

import org.jspecify.annotations.Nullable;

/**
 * Opens what WeChat Pay encrypted with the APIv3 key: AES-256-GCM with a tag of 128 bits
 * (<a href=
 * "https://github.com/wechatpayhk/wechatpay-hk-spring-boot/blob/main/docs/protocol.md#decryption">protocol</a>).
 * What it returns was made by someone who holds the key. Safe for concurrent use.
 *
 * @since 0.1.0
 */
public final class AeadDecryptor {

	/**
	 * The name that WeChat Pay gives the algorithm.
	 */
	public static final String ALGORITHM = "AEAD_AES_256_GCM";

	private static final String TRANSFORMATION = "AES/GCM/NoPadding";

	private static final int TAG_BITS = 128;

	private final SecretKey key;

	private AeadDecryptor(SecretKey key) {
		this.key = key;
	}

	/**
	 * Create a decryptor.
	 * @param key the merchant's APIv3 key
	 * @return the decryptor
	 * @throws IllegalStateException if the JDK has no provider for the algorithm
	 */
	public static AeadDecryptor create(ApiV3Key key) {
		try {
			// the first cipher of a JVM reads files: rather here than on an event loop
			Cipher.getInstance(TRANSFORMATION);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("No security provider offers " + TRANSFORMATION, ex);
		}
		return new AeadDecryptor(key.secretKey());
	}

	/**
	 * Decrypt a resource.
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
		cipher.init(Cipher.DECRYPT_MODE, this.key,
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

}
