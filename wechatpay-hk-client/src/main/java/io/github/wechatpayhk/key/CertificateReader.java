package io.github.wechatpayhk.key;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Reads X.509 certificates with RSA keys, as PEM or as Base64 without label.
 *
 * @since 0.1.0
 */
public final class CertificateReader {

	private CertificateReader() {
	}

	/**
	 * Read one certificate.
	 * @param text the text; of a chain, the first certificate counts
	 * @return the certificate
	 * @throws UnusableKeyException if the text holds anything else
	 */
	public static X509Certificate read(String text) {
		return readAll(text).get(0);
	}

	/**
	 * Read all certificates of a text.
	 * @param text the text
	 * @return one certificate or more, in their order
	 * @throws UnusableKeyException if the text holds anything else
	 */
	public static List<X509Certificate> readAll(String text) {
		return PemText.blocks(text).stream().map(CertificateReader::certificate).toList();
	}

	private static X509Certificate certificate(byte[] der) {
		KeyKind kind = KeyKind.of(der);
		if (kind != KeyKind.CERTIFICATE) {
			throw new UnusableKeyException("It holds " + kind.description() + " where a certificate belongs");
		}
		try {
			X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
				.generateCertificate(new ByteArrayInputStream(der));
			RsaRule.require(certificate.getPublicKey());
			return certificate;
		}
		catch (CertificateException ex) {
			throw new UnusableKeyException("It holds a certificate that is damaged", ex);
		}
	}

}
