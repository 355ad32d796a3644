package io.github.wechatpayhk.trust;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.trust.PlatformKeys.TrustState;
import org.jspecify.annotations.Nullable;

/**
 * Platform certificates by serial number. Immutable: a refresh replaces the whole set, so
 * that nobody ever sees half of one.
 */
final class CertificateSet {

	private static final Comparator<TrustedCertificate> PREFERENCE = Comparator.comparing(TrustedCertificate::isListed)
		.thenComparing(TrustedCertificate::notAfter);

	private final Map<SerialNumber, TrustedCertificate> certificates;

	private CertificateSet(Map<SerialNumber, TrustedCertificate> certificates) {
		this.certificates = certificates;
	}

	static CertificateSet empty() {
		return new CertificateSet(Map.of());
	}

	/**
	 * Make a set of listed certificates.
	 * @param listed the certificates
	 * @return the set
	 * @throws IllegalArgumentException if two different certificates have one serial
	 * number
	 */
	static CertificateSet of(Collection<X509Certificate> listed) {
		Map<SerialNumber, TrustedCertificate> certificates = new LinkedHashMap<>();
		for (X509Certificate certificate : listed) {
			TrustedCertificate trusted = new TrustedCertificate(certificate, null);
			TrustedCertificate other = certificates.putIfAbsent(trusted.serialNumber(), trusted);
			if (other != null && !other.equals(trusted)) {
				throw new IllegalArgumentException(
						"Two different certificates have the serial number " + trusted.serialNumber());
			}
		}
		return new CertificateSet(certificates);
	}

	/**
	 * Replace the set by a newer list, and keep what that does not name for its grace.
	 * @param newer what is listed now
	 * @param time when it was listed
	 * @param grace how long the others are still trusted
	 * @return the new set
	 */
	CertificateSet replacedBy(CertificateSet newer, Instant time, Duration grace) {
		Map<SerialNumber, TrustedCertificate> merged = new LinkedHashMap<>(newer.certificates);
		this.certificates.forEach((serialNumber, certificate) -> {
			TrustedCertificate unlisted = certificate.unlisted(time, grace);
			if (unlisted.isTrusted(time)) {
				merged.putIfAbsent(serialNumber, unlisted);
			}
		});
		return new CertificateSet(merged);
	}

	@Nullable PublicKey find(SerialNumber serialNumber, Instant time) {
		TrustedCertificate certificate = this.certificates.get(serialNumber);
		return (certificate != null && certificate.isTrusted(time)) ? certificate.certificate().getPublicKey() : null;
	}

	/**
	 * Name the certificate that will be trusted longest.
	 * @param time the time to look from
	 * @return its serial number, or {@code null} if none is trusted at that time
	 */
	@Nullable SerialNumber preferred(Instant time) {
		return this.certificates.values()
			.stream()
			.filter((certificate) -> certificate.isTrusted(time))
			.max(PREFERENCE)
			.map(TrustedCertificate::serialNumber)
			.orElse(null);
	}

	Set<SerialNumber> serialNumbers() {
		return this.certificates.keySet();
	}

	List<TrustState.TrustedKey> toTrustedKeys() {
		return this.certificates.values().stream().map(TrustedCertificate::toTrustedKey).toList();
	}

}
