package io.github.wechatpayhk.simulator.certificate;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/**
 * Reads and writes keys and certificates in PEM form: PKCS#8 private keys, SPKI public
 * keys, X.509 certificates.
 *
 * @since 0.1.0
 */
public final class Pem {

	private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] { '\n' });

	private Pem() {
	}

	/**
	 * Write a private key as PKCS#8.
	 * @param key the key
	 * @return the PEM text, ended by a line feed
	 */
	public static String write(PrivateKey key) {
		return write("PRIVATE KEY", key.getEncoded());
	}

	/**
	 * Write a public key as SPKI.
	 * @param key the key
	 * @return the PEM text, ended by a line feed
	 */
	public static String write(PublicKey key) {
		return write("PUBLIC KEY", key.getEncoded());
	}

	/**
	 * Write a certificate.
	 * @param certificate the certificate
	 * @return the PEM text, ended by a line feed
	 */
	public static String write(X509Certificate certificate) {
		try {
			return write("CERTIFICATE", certificate.getEncoded());
		}
		catch (CertificateEncodingException ex) {
			throw new IllegalArgumentException("The certificate has no encoded form", ex);
		}
	}

	/**
	 * Read a private key.
	 * @param text an RSA key in PKCS#8 PEM form
	 * @return the key
	 * @throws IllegalArgumentException if the text holds no such key
	 */
	public static PrivateKey readPrivateKey(String text) {
		try {
			return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(read("PRIVATE KEY", text)));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalArgumentException("The text holds no PKCS#8 RSA private key");
		}
	}

	/**
	 * Read a public key.
	 * @param text an RSA key in SPKI PEM form
	 * @return the key
	 * @throws IllegalArgumentException if the text holds no such key
	 */
	public static PublicKey readPublicKey(String text) {
		try {
			return KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(read("PUBLIC KEY", text)));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalArgumentException("The text holds no RSA public key", ex);
		}
	}

	/**
	 * Read a certificate.
	 * @param text an X.509 certificate in PEM form
	 * @return the certificate
	 * @throws IllegalArgumentException if the text holds no certificate
	 */
	public static X509Certificate readCertificate(String text) {
		return certificate(read("CERTIFICATE", text));
	}

	static X509Certificate certificate(byte[] der) {
		try {
			CertificateFactory factory = CertificateFactory.getInstance("X.509");
			return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der));
		}
		catch (CertificateException ex) {
			throw new IllegalArgumentException("The text holds no X.509 certificate", ex);
		}
	}

	private static String write(String type, byte[] der) {
		String base64 = new String(LINES.encode(der), StandardCharsets.US_ASCII);
		return "-----BEGIN " + type + "-----\n" + base64 + "\n-----END " + type + "-----\n";
	}

	private static byte[] read(String type, String text) {
		String begin = "-----BEGIN " + type + "-----";
		int start = text.indexOf(begin);
		int end = text.indexOf("-----END " + type + "-----");
		if (start < 0 || end < start) {
			throw new IllegalArgumentException("The text holds no PEM block '" + type + "'");
		}
		try {
			return Base64.getMimeDecoder().decode(text.substring(start + begin.length(), end));
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("The PEM block '" + type + "' is not Base64");
		}
	}

}
