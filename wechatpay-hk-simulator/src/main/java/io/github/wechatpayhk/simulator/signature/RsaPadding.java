package io.github.wechatpayhk.simulator.signature;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Base64;

import javax.crypto.Cipher;

import org.jspecify.annotations.Nullable;

/**
 * The two paddings in which fields are encrypted with RSA. The sources about WeChat Pay
 * do not agree on one.
 *
 * @since 0.1.0
 */
public enum RsaPadding {

	/**
	 * OAEP with SHA-1 and MGF1.
	 */
	OAEP("RSA/ECB/OAEPWithSHA-1AndMGF1Padding"),

	/**
	 * PKCS#1 v1.5.
	 */
	PKCS1("RSA/ECB/PKCS1Padding");

	private final String transformation;

	RsaPadding(String transformation) {
		this.transformation = transformation;
	}

	/**
	 * Encrypt a text.
	 * @param key the key of who may read it
	 * @param text the text
	 * @return the ciphertext in Base64
	 */
	public String encrypt(PublicKey key, String text) {
		try {
			Cipher cipher = Cipher.getInstance(this.transformation);
			cipher.init(Cipher.ENCRYPT_MODE, key);
			return Base64.getEncoder().encodeToString(cipher.doFinal(text.getBytes(StandardCharsets.UTF_8)));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalArgumentException("The text cannot be encrypted with this key", ex);
		}
	}

	/**
	 * Decrypt a text.
	 * @param key the private key
	 * @param ciphertext the ciphertext in Base64
	 * @return the text, or {@code null} if it is not encrypted for this key in this
	 * padding
	 */
	public @Nullable String decrypt(PrivateKey key, String ciphertext) {
		try {
			Cipher cipher = Cipher.getInstance(this.transformation);
			cipher.init(Cipher.DECRYPT_MODE, key);
			return new String(cipher.doFinal(Base64.getDecoder().decode(ciphertext)), StandardCharsets.UTF_8);
		}
		catch (GeneralSecurityException | IllegalArgumentException ex) {
			return null;
		}
	}

}
