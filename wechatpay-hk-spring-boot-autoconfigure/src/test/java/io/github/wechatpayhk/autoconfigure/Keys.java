package io.github.wechatpayhk.autoconfigure;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

import io.github.wechatpayhk.simulator.certificate.Pem;
import io.github.wechatpayhk.simulator.certificate.SelfSignedCertificate;

/**
 * Keys of the tests, generated once for each run.
 *
 * @param pair the key pair
 */
record Keys(KeyPair pair) {

	private static final Keys MERCHANT = generate("RSA", 2048);

	private static final Keys UNTRUSTED_KEY = generate("RSA", 2048);

	static Keys merchant() {
		return MERCHANT;
	}

	static Keys untrusted() {
		return UNTRUSTED_KEY;
	}

	static Keys generate(String algorithm, int bits) {
		try {
			KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
			generator.initialize(bits);
			return new Keys(generator.generateKeyPair());
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	String privateKeyPem() {
		return Pem.write(this.pair.getPrivate());
	}

	String publicKeyPem() {
		return Pem.write(this.pair.getPublic());
	}

	PublicKey publicKey() {
		return this.pair.getPublic();
	}

	X509Certificate certificate(String serialNumber) {
		return certificate(serialNumber, Instant.now().plus(Duration.ofDays(365)));
	}

	X509Certificate certificate(String serialNumber, Instant notAfter) {
		return SelfSignedCertificate.create("Test", new BigInteger(serialNumber, 16), this.pair,
				notAfter.minus(Duration.ofDays(1000)), notAfter);
	}

	String certificatePem(String serialNumber) {
		return Pem.write(certificate(serialNumber));
	}

	String encryptedPrivateKeyPem(String password) {
		try {
			String algorithm = "PBEWithSHA1AndDESede";
			Cipher cipher = Cipher.getInstance(algorithm);
			cipher.init(Cipher.ENCRYPT_MODE,
					SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec(password.toCharArray())));
			byte[] encrypted = new EncryptedPrivateKeyInfo(cipher.getParameters(),
					cipher.doFinal(this.pair.getPrivate().getEncoded()))
				.getEncoded();
			return "-----BEGIN ENCRYPTED PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(encrypted)
					+ "\n-----END ENCRYPTED PRIVATE KEY-----\n";
		}
		catch (GeneralSecurityException | IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	byte[] keyStore(String serialNumber, String password) {
		try {
			KeyStore keyStore = KeyStore.getInstance("PKCS12");
			keyStore.load(null, null);
			keyStore.setKeyEntry("Tenpay Certificate", this.pair.getPrivate(), password.toCharArray(),
					new Certificate[] { certificate(serialNumber) });
			ByteArrayOutputStream content = new ByteArrayOutputStream();
			keyStore.store(content, password.toCharArray());
			return content.toByteArray();
		}
		catch (GeneralSecurityException | IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public String toString() {
		return "Keys[***]";
	}

}
