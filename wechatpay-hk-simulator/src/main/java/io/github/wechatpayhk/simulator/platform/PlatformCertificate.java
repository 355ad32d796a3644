package io.github.wechatpayhk.simulator.platform;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;

import io.github.wechatpayhk.simulator.certificate.Pem;
import io.github.wechatpayhk.simulator.certificate.RsaKeys;

/**
 * One platform certificate with its private key.
 *
 * @param certificate the certificate
 * @param privateKey the private key that belongs to it
 * @since 0.1.0
 */
public record PlatformCertificate(X509Certificate certificate, PrivateKey privateKey) {

	/**
	 * Read a platform certificate.
	 * @param privateKeyPem the private key, PKCS#8 PEM
	 * @param certificatePem the certificate, X.509 PEM
	 * @return the platform certificate
	 */
	public static PlatformCertificate of(String privateKeyPem, String certificatePem) {
		return new PlatformCertificate(Pem.readCertificate(certificatePem), Pem.readPrivateKey(privateKeyPem));
	}

	/**
	 * Return the serial number as WeChat Pay writes it.
	 * @return 40 upper-case hexadecimal digits
	 */
	public String serialNumber() {
		return RsaKeys.hex(this.certificate.getSerialNumber());
	}

	/**
	 * Return the certificate in PEM form.
	 * @return the PEM text
	 */
	public String certificatePem() {
		return Pem.write(this.certificate);
	}

	PlatformKey key() {
		return new PlatformKey(serialNumber(), this.privateKey);
	}

	/**
	 * Shows the serial number only.
	 */
	@Override
	public String toString() {
		return serialNumber();
	}

}
