package io.github.wechatpayhk.submerchant;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.interfaces.RSAKey;
import java.util.Base64;

import javax.crypto.Cipher;

import io.github.wechatpayhk.error.WechatPayHkRequestException;

/**
 * How personal fields are encrypted for WeChat Pay: RSA with a platform key, in one of
 * two paddings. The sources about WeChat Pay do not agree on it (<a href=
 * "https://github.com/wechatpayhk/wechatpay-hk-spring-boot/blob/main/docs/protocol.md#field-encryption">protocol</a>).
 *
 * @since 0.1.0
 */
public enum FieldEncryption {

	/**
	 * OAEP with SHA-1 and MGF1, as WeChat Pay's own SDKs do. At most 214 bytes with a key
	 * of 2048 bits.
	 */
	OAEP("RSA/ECB/OAEPWithSHA-1AndMGF1Padding", 42),

	/**
	 * PKCS#1 v1.5, as one independent client does. At most 245 bytes with a key of 2048
	 * bits.
	 */
	PKCS1("RSA/ECB/PKCS1Padding", 11);

	private final String transformation;

	private final int bytesOfPadding;

	FieldEncryption(String transformation, int bytesOfPadding) {
		this.transformation = transformation;
		this.bytesOfPadding = bytesOfPadding;
	}

	/**
	 * Return the default.
	 * @return {@link #OAEP}
	 */
	public static FieldEncryption defaults() {
		return OAEP;
	}

	/**
	 * Encrypt a text. May block for random numbers: not for event loops.
	 * @param name the name of the field, for the error
	 * @param text the text
	 * @param key the platform key
	 * @return the encrypted text in Base64
	 * @throws WechatPayHkRequestException if the text is too long, or the key is not for
	 * RSA
	 */
	String encrypt(String name, String text, PublicKey key) {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		// not left to the cipher, as providers differ in how they fail
		if (key instanceof RSAKey rsa && bytes.length > longest(rsa)) {
			throw new WechatPayHkRequestException("'" + name + "' is too long to be encrypted: it has " + bytes.length
					+ " bytes of UTF-8, shorten it to " + longest(rsa));
		}
		try {
			Cipher cipher = Cipher.getInstance(this.transformation);
			cipher.init(Cipher.ENCRYPT_MODE, key);
			return Base64.getEncoder().encodeToString(cipher.doFinal(bytes));
		}
		catch (GeneralSecurityException ex) {
			throw new WechatPayHkRequestException("'" + name + "' cannot be encrypted with the key of WeChat Pay", ex);
		}
	}

	private int longest(RSAKey key) {
		return key.getModulus().bitLength() / Byte.SIZE - this.bytesOfPadding;
	}

}
