package io.github.wechatpayhk.fuzz;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.signature.SignedResponse;
import io.github.wechatpayhk.trust.ApiV3Key;
import io.github.wechatpayhk.trust.PlatformKeys;
import io.github.wechatpayhk.trust.PlatformTrust;
import io.github.wechatpayhk.trust.TestPlatform;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Signal;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever was encrypted with the APIv3 key beside a genuine certificate, it is a
 * certificate, or the whole list is refused.
 */
class EncryptedCertificateFuzzTests {

	private static final Instant NOW = Instant.ofEpochSecond(1554209980);

	private static final String SERIAL = "5157F09EFDC096DE15EBE81A47057A7232F1B8E1";

	private final InstantSource clock = InstantSource.fixed(NOW);

	private final TestPlatform platform = new TestPlatform(this.clock);

	private final String genuine;

	EncryptedCertificateFuzzTests() {
		var certificate = this.platform.issue(SERIAL, NOW.minus(Duration.ofDays(1)), NOW.plus(Duration.ofDays(1)));
		this.platform.list(certificate);
		this.genuine = this.platform.entry(certificate);
	}

	@FuzzTest(maxDuration = "30s")
	void isOneOrSpoilsTheList(byte[] sealed) {
		PlatformKeys certificates = PlatformTrust.certificates(ApiV3Key.of(TestPlatform.API_V3_KEY))
			.keys(() -> Mono.just(response(sealed)), this.clock);

		Signal<SerialNumber> end = certificates.preferred().materialize().block();

		assertThat(end).isNotNull();
		if (end.isOnError()) {
			assertThat(end.getThrowable()).isInstanceOf(WechatPayHkRequestException.class);
			assertThat(certificates.state().keys()).isEmpty();
		}
		else {
			assertThat(isCertificate(sealed)).isTrue();
			assertThat(certificates.state().keys()).hasSizeBetween(1, 2)
				.anySatisfy((key) -> assertThat(key.serialNumber()).isEqualTo(SerialNumber.of(SERIAL)));
		}
	}

	private static boolean isCertificate(byte[] sealed) {
		try {
			return CertificateFactory.getInstance("X.509")
				.generateCertificate(new ByteArrayInputStream(sealed))
				.getPublicKey() instanceof RSAPublicKey;
		}
		catch (CertificateException ex) {
			return false;
		}
	}

	private SignedResponse response(byte[] sealed) {
		byte[] body = ("{\"data\":[" + this.genuine + ",{\"encrypt_certificate\":{\"algorithm\":\"AEAD_AES_256_GCM\","
				+ "\"nonce\":\"abcdefghijkl\",\"associated_data\":\"certificate\",\"ciphertext\":\""
				+ TestPlatform.encrypt("abcdefghijkl", sealed, TestPlatform.API_V3_KEY) + "\"}}]}")
			.getBytes(StandardCharsets.UTF_8);
		return TestPlatform.response(200, this.platform.sign(body), body);
	}

}
