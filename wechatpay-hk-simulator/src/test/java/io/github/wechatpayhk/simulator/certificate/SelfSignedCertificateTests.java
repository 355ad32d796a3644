package io.github.wechatpayhk.simulator.certificate;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SelfSignedCertificateTests {

	private static final KeyPair KEYS = RsaKeys.generate(new SecureRandom());

	@Test
	void isReadAndVerifiedByTheJdk() throws Exception {
		BigInteger serialNumber = RsaKeys.serialNumber(new SecureRandom());
		Instant from = Instant.parse("2024-02-29T23:59:59Z");
		Instant until = Instant.parse("2049-12-31T23:59:59Z");

		X509Certificate certificate = SelfSignedCertificate.create("1900000109", serialNumber, KEYS, from, until);

		certificate.verify(KEYS.getPublic());
		certificate.checkValidity(Date.from(Instant.parse("2030-01-01T00:00:00Z")));
		assertThat(certificate.getVersion()).isEqualTo(3);
		assertThat(certificate.getSerialNumber()).isEqualTo(serialNumber);
		assertThat(certificate.getPublicKey()).isEqualTo(KEYS.getPublic());
		assertThat(certificate.getSigAlgName()).isEqualTo("SHA256withRSA");
		assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=1900000109");
		assertThat(certificate.getIssuerX500Principal()).isEqualTo(certificate.getSubjectX500Principal());
		assertThat(certificate.getNotBefore().toInstant()).isEqualTo(from);
		assertThat(certificate.getNotAfter().toInstant()).isEqualTo(until);
	}

	@Test
	void writesYearsFrom2050OnInTheLongForm() {
		Instant until = Instant.parse("2050-01-01T00:00:00Z");

		X509Certificate certificate = SelfSignedCertificate.create("WeChat Pay \u5fae\u4fe1", BigInteger.ONE, KEYS,
				Instant.EPOCH, until);

		assertThat(certificate.getNotAfter().toInstant()).isEqualTo(until);
		assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=WeChat Pay \u5fae\u4fe1");
	}

	@Test
	void survivesPem() {
		X509Certificate certificate = SelfSignedCertificate.create("x", BigInteger.TEN, KEYS, Instant.EPOCH,
				Instant.EPOCH.plusSeconds(60));

		assertThat(Pem.readCertificate(Pem.write(certificate))).isEqualTo(certificate);
		assertThat(Pem.readPrivateKey(Pem.write(KEYS.getPrivate()))).isEqualTo(KEYS.getPrivate());
		assertThat(Pem.readPublicKey(Pem.write(KEYS.getPublic()))).isEqualTo(KEYS.getPublic());
		assertThat(RsaKeys.pairOf(KEYS.getPrivate()).getPublic()).isEqualTo(KEYS.getPublic());
	}

	@Test
	void serialNumbersHaveFortyDigitsAndDoNotBeginWithZero() {
		SecureRandom random = new SecureRandom();
		for (int i = 0; i < 100; i++) {
			assertThat(RsaKeys.hex(RsaKeys.serialNumber(random))).matches("[1-7][0-9A-F]{39}");
		}
	}

}
