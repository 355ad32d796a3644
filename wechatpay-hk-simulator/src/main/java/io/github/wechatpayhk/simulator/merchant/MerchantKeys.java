package io.github.wechatpayhk.simulator.merchant;

import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;

import io.github.wechatpayhk.simulator.certificate.RsaKeys;
import io.github.wechatpayhk.simulator.certificate.SelfSignedCertificate;
import org.jspecify.annotations.Nullable;

/**
 * Key pair and API certificate of a merchant, generated when first asked for unless they
 * were given. Thread-safe.
 */
final class MerchantKeys {

	// Made without a clock, hence valid for whatever time a test may choose.
	private static final Instant VALID_FROM = Instant.parse("2018-01-01T00:00:00Z");

	private static final Instant VALID_UNTIL = Instant.parse("2049-12-31T23:59:59Z");

	private final String commonName;

	private final SecureRandom random;

	private @Nullable KeyPair pair;

	private @Nullable X509Certificate certificate;

	MerchantKeys(String commonName, @Nullable PrivateKey key, @Nullable X509Certificate certificate,
			SecureRandom random) {
		this.commonName = commonName;
		this.random = random;
		this.pair = (key != null) ? RsaKeys.pairOf(key) : null;
		this.certificate = certificate;
	}

	synchronized KeyPair pair() {
		if (this.pair == null) {
			this.pair = RsaKeys.generate(this.random);
		}
		return this.pair;
	}

	synchronized X509Certificate certificate() {
		if (this.certificate == null) {
			this.certificate = SelfSignedCertificate.create(this.commonName, RsaKeys.serialNumber(this.random), pair(),
					VALID_FROM, VALID_UNTIL);
		}
		return this.certificate;
	}

}
