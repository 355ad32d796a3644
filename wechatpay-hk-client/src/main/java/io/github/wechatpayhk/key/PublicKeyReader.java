package io.github.wechatpayhk.key;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.List;
import java.util.Objects;

/**
 * Reads the WeChat Pay public key ({@code pub_key.pem}): SPKI or PKCS#1, as PEM or as
 * Base64 without label.
 *
 * @since 0.1.0
 */
public final class PublicKeyReader {

	private PublicKeyReader() {
	}

	/**
	 * Read a key.
	 * @param text the text
	 * @return an RSA key of 2048 bits or more
	 * @throws UnusableKeyException if the text holds anything else
	 */
	public static PublicKey read(String text) {
		List<byte[]> blocks = PemText.blocks(text);
		byte[] der = blocks.get(0);
		KeyKind kind = KeyKind.of(der);
		if (kind != KeyKind.PUBLIC && kind != KeyKind.PKCS1_PUBLIC) {
			throw new UnusableKeyException("It holds " + kind.description() + " where the public key belongs");
		}
		if (blocks.size() > 1) {
			throw new UnusableKeyException("It holds " + blocks.size() + " keys where one public key belongs");
		}
		try {
			return RsaRule.require(KeyFactory.getInstance("RSA")
				.generatePublic((kind == KeyKind.PUBLIC) ? new X509EncodedKeySpec(der) : pkcs1(der)));
		}
		catch (GeneralSecurityException ex) {
			throw new UnusableKeyException("It holds a public key that is damaged or not RSA", ex);
		}
	}

	/**
	 * PKCS#1 is a sequence of the two numbers.
	 */
	private static RSAPublicKeySpec pkcs1(byte[] der) {
		DerReader numbers = Objects.requireNonNull(new DerReader(der).next()).inside();
		return new RSAPublicKeySpec(number(numbers), number(numbers));
	}

	private static BigInteger number(DerReader numbers) {
		return new BigInteger(1, Objects.requireNonNull(numbers.next()).content());
	}

}
