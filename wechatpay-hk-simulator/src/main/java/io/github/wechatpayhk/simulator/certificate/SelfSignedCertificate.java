package io.github.wechatpayhk.simulator.certificate;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;

/**
 * Makes X.509 version 3 certificates that are signed with their own RSA key.
 *
 * @since 0.1.0
 */
public final class SelfSignedCertificate {

	private static final BigInteger VERSION_3 = BigInteger.TWO;

	private SelfSignedCertificate() {
	}

	/**
	 * Make a certificate.
	 * @param commonName the common name of subject and issuer
	 * @param serialNumber the serial number, positive and at most 20 bytes
	 * @param keys the RSA key pair
	 * @param from the first moment of validity, cut to seconds
	 * @param until the last moment of validity, cut to seconds
	 * @return the certificate
	 */
	public static X509Certificate create(String commonName, BigInteger serialNumber, KeyPair keys, Instant from,
			Instant until) {
		byte[] sha256WithRsa = DerWriter.sequence(DerWriter.objectIdentifier(1, 2, 840, 113549, 1, 1, 11),
				DerWriter.nothing());
		byte[] name = name(commonName);
		byte[] content = DerWriter.sequence(DerWriter.explicit(0, DerWriter.integer(VERSION_3)),
				DerWriter.integer(serialNumber), sha256WithRsa, name,
				DerWriter.sequence(DerWriter.time(from), DerWriter.time(until)), name, keys.getPublic().getEncoded());
		return Pem.certificate(DerWriter.sequence(content, sha256WithRsa, DerWriter.bitString(sign(keys, content))));
	}

	private static byte[] name(String commonName) {
		byte[] attribute = DerWriter.sequence(DerWriter.objectIdentifier(2, 5, 4, 3), DerWriter.text(commonName));
		return DerWriter.sequence(DerWriter.set(attribute));
	}

	private static byte[] sign(KeyPair keys, byte[] content) {
		try {
			Signature signature = Signature.getInstance("SHA256withRSA");
			signature.initSign(keys.getPrivate());
			signature.update(content);
			return signature.sign();
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalArgumentException("The key pair cannot sign with SHA256withRSA", ex);
		}
	}

}
