package io.github.wechatpayhk.simulator.certificate;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.RSAPublicKeySpec;

/**
 * Makes RSA-2048 keys and serial numbers.
 *
 * @since 0.1.0
 */
public final class RsaKeys {

	private static final int BITS = 2048;

	private RsaKeys() {
	}

	/**
	 * Generate a key pair.
	 * @param random the source of chance
	 * @return the key pair
	 */
	public static KeyPair generate(SecureRandom random) {
		try {
			KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
			generator.initialize(BITS, random);
			return generator.generateKeyPair();
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("This Java has no RSA", ex);
		}
	}

	/**
	 * Return the pair to which a private key belongs.
	 * @param key an RSA private key that knows its public exponent
	 * @return the pair
	 * @throws IllegalArgumentException if the public half cannot be derived
	 */
	public static KeyPair pairOf(PrivateKey key) {
		if (!(key instanceof RSAPrivateCrtKey crt)) {
			throw new IllegalArgumentException("The private key does not tell its public exponent");
		}
		try {
			PublicKey publicKey = KeyFactory.getInstance("RSA")
				.generatePublic(new RSAPublicKeySpec(crt.getModulus(), crt.getPublicExponent()));
			return new KeyPair(publicKey, key);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalArgumentException("The private key has no public half");
		}
	}

	/**
	 * Draw a serial number of 40 hexadecimal digits that does not begin with zero.
	 * @param random the source of chance
	 * @return the serial number
	 */
	public static BigInteger serialNumber(SecureRandom random) {
		return new BigInteger(156, random).setBit(158);
	}

	/**
	 * Write a serial number as WeChat Pay does.
	 * @param serialNumber the serial number
	 * @return 40 upper-case hexadecimal digits, leading zeros kept
	 */
	public static String hex(BigInteger serialNumber) {
		return String.format("%040X", serialNumber);
	}

}
