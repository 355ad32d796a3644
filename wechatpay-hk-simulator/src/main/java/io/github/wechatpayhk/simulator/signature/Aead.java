package io.github.wechatpayhk.simulator.signature;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;

import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts certificates and notifications under a merchant's APIv3 key with
 * {@code AEAD_AES_256_GCM}.
 *
 * @since 0.1.0
 */
public final class Aead {

	/**
	 * The name of the algorithm on the wire.
	 */
	public static final String ALGORITHM = "AEAD_AES_256_GCM";

	private Aead() {
	}

	/**
	 * Encrypt a text.
	 * @param apiV3Key the key, 32 bytes as text
	 * @param nonce 12 characters
	 * @param associatedData the data that is authenticated too, possibly empty
	 * @param plaintext the text
	 * @return the ciphertext followed by its 16-byte tag, in Base64
	 */
	public static String encrypt(String apiV3Key, String nonce, String associatedData, String plaintext) {
		try {
			Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
			cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(apiV3Key.getBytes(StandardCharsets.UTF_8), "AES"),
					new GCMParameterSpec(128, nonce.getBytes(StandardCharsets.UTF_8)));
			cipher.updateAAD(associatedData.getBytes(StandardCharsets.UTF_8));
			return Base64.getEncoder().encodeToString(cipher.doFinal(plaintext.getBytes(StandardCharsets.UTF_8)));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalArgumentException("The APIv3 key or the nonce cannot be used for AES-GCM", ex);
		}
	}

}
