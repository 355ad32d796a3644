package io.github.wechatpayhk.autoconfigure.merchant;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.github.wechatpayhk.autoconfigure.properties.MerchantProperties;
import io.github.wechatpayhk.key.CertificateReader;
import io.github.wechatpayhk.key.PublicKeyReader;
import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.trust.ApiV3Key;
import org.jspecify.annotations.Nullable;

/**
 * Reads whom a merchant trusts, and refuses what could never verify a response.
 */
final class MerchantTrustReader {

	private static final String ID_PREFIX = "PUB_KEY_ID_";

	private static final String PUBLIC_KEY_ACTION = "Set 'public-key' to the WeChat Pay public key (pub_key.pem from the "
			+ "merchant platform), as PEM text or as a location, and 'public-key-id' to its id, which begins with "
			+ "'PUB_KEY_ID_'.";

	private static final String CERTIFICATES_ACTION = "Set it to the platform certificates that WeChat Pay signs with, "
			+ "each as PEM text or as a location. The merchant's own API certificate is not one of them.";

	private static final String API_V3_KEY_ACTION = "Set it to the APIv3 key that was chosen on the merchant platform: "
			+ "exactly 32 characters of ASCII.";

	private static final String NOTHING_ACTION = "Set 'public-key-id' and 'public-key' to the WeChat Pay public key and "
			+ "its id (public-key mode), or 'api-v3-key' or 'platform-certificates' (platform certificates). All go below "
			+ "the same prefix as this property.";

	private final MerchantProperties properties;

	private final PropertyReader reader;

	private final InstantSource clock;

	MerchantTrustReader(MerchantProperties properties, PropertyReader reader, InstantSource clock) {
		this.properties = properties;
		this.reader = reader;
		this.clock = clock;
	}

	/**
	 * Read whom to trust.
	 * @param identity the merchant's own key, or {@code null} if it is not configured
	 * here
	 * @return the trust, never empty
	 */
	MerchantTrust read(@Nullable MerchantIdentity identity) {
		PublicKey publicKey = this.reader.read("public-key", this.properties.publicKey(), PUBLIC_KEY_ACTION,
				PublicKeyReader::read);
		MerchantTrust trust = new MerchantTrust(publicKeyId(publicKey), publicKey, certificates(), apiV3Key());
		if (trust.isEmpty()) {
			throw this.reader.failure("public-key", null, "There is nothing to verify responses with", NOTHING_ACTION);
		}
		requireForeign(trust, identity);
		requireValid(trust);
		return trust;
	}

	private @Nullable SerialNumber publicKeyId(@Nullable PublicKey publicKey) {
		String id = this.properties.publicKeyId();
		if (id == null && publicKey == null) {
			return null;
		}
		if (id == null) {
			throw this.reader.failure("public-key-id", null, "There is a public key, but no id for it",
					PUBLIC_KEY_ACTION);
		}
		if (publicKey == null) {
			throw this.reader.failure("public-key", null, "There is an id of a public key, but no key for it",
					PUBLIC_KEY_ACTION);
		}
		if (!id.matches(ID_PREFIX + "[0-9A-Za-z_-]{1,100}")) {
			throw this.reader.failure("public-key-id", PropertyReader.shape(id), "It does not have the form of an id",
					PUBLIC_KEY_ACTION);
		}
		return SerialNumber.of(id);
	}

	private List<X509Certificate> certificates() {
		List<X509Certificate> certificates = new ArrayList<>();
		for (int i = 0; i < this.properties.platformCertificates().size(); i++) {
			List<X509Certificate> read = this.reader.read("platform-certificates[" + i + ']',
					this.properties.platformCertificates().get(i), CERTIFICATES_ACTION, CertificateReader::readAll);
			certificates.addAll(Objects.requireNonNull(read));
		}
		return certificates;
	}

	/**
	 * Read the key alone, which notifications need whatever verifies them.
	 */
	@Nullable ApiV3Key apiV3Key() {
		String key = this.properties.apiV3Key();
		try {
			return (key != null) ? ApiV3Key.of(key) : null;
		}
		catch (IllegalArgumentException ex) {
			throw this.reader.failure("api-v3-key", PropertyReader.hidden(String.valueOf(key)),
					String.valueOf(ex.getMessage()), API_V3_KEY_ACTION, ex);
		}
	}

	private void requireForeign(MerchantTrust trust, @Nullable MerchantIdentity identity) {
		if (identity == null) {
			return;
		}
		if (trust.publicKey() != null && identity.isKeyOf(trust.publicKey())) {
			throw this.reader.failure("public-key", "(the merchant's own)",
					"It is the merchant's own public key, not that of WeChat Pay", PUBLIC_KEY_ACTION);
		}
		SerialNumber ours = identity.credential().serialNumber();
		for (X509Certificate certificate : trust.certificates()) {
			if (identity.isKeyOf(certificate.getPublicKey())) {
				throw this.reader.failure("platform-certificates",
						"(serial number " + SerialNumber.of(certificate) + ')',
						"It is the merchant's own API certificate, not a platform certificate", CERTIFICATES_ACTION);
			}
			if (ours.equals(SerialNumber.of(certificate))) {
				throw this.reader.failure("merchant-serial-number", ours.toString(),
						"It is the serial number of a platform certificate, which does not belong to the private key",
						"Set it to the serial number of the merchant's own API certificate: 40 hexadecimal digits, in "
								+ "quotes in YAML. 'openssl x509 -in apiclient_cert.pem -noout -serial' prints it.");
			}
		}
	}

	private void requireValid(MerchantTrust trust) {
		Instant now = this.clock.instant();
		boolean hasOther = trust.publicKey() != null || trust.apiV3Key() != null;
		if (!hasOther && trust.certificates().stream().noneMatch((certificate) -> isValid(certificate, now))) {
			X509Certificate certificate = trust.certificates().get(0);
			throw this.reader.failure("platform-certificates",
					"(serial number " + SerialNumber.of(certificate) + ", valid from "
							+ certificate.getNotBefore().toInstant() + " to " + certificate.getNotAfter().toInstant()
							+ ')',
					"None of them is valid at present, and there is nothing else to verify responses with",
					"Replace them by the present platform certificates, or set 'api-v3-key' so that they are "
							+ "downloaded, or 'public-key-id' and 'public-key'.");
		}
	}

	private static boolean isValid(X509Certificate certificate, Instant now) {
		return !now.isBefore(certificate.getNotBefore().toInstant())
				&& !now.isAfter(certificate.getNotAfter().toInstant());
	}

}
