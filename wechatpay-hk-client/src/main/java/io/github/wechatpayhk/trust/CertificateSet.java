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
import org.jspecify.annotations.Nullable;

/**
 * Platform certificates by serial number. Immutable: a refresh replaces the whole set, so
 * that nobody ever sees half of one.
 */
final class CertificateSet {

	private static final Comparator<BelievedCertificate> PREFERENCE = Comparator
		.comparing(BelievedCertificate::isListed)
		.thenComparing(BelievedCertificate::notAfter);

	private final Map<SerialNumber, BelievedCertificate> certificates;

	private CertificateSet(Map<SerialNumber, BelievedCertificate> certificates) {
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
		Map<SerialNumber, BelievedCertificate> certificates = new LinkedHashMap<>();
		for (X509Certificate certificate : listed) {
			BelievedCertificate believed = new BelievedCertificate(certificate, null);
			BelievedCertificate other = certificates.putIfAbsent(believed.serialNumber(), believed);
			if (other != null && !other.equals(believed)) {
				throw new IllegalArgumentException(
						"Two different certificates have the serial number " + believed.serialNumber());
			}
		}
		return new CertificateSet(certificates);
	}

	/**
	 * Replace the set by a newer list, and keep what that does not name for its grace.
	 * @param newer what is listed now
	 * @param time when it was listed
	 * @param grace how long the others are still believed
	 * @return the new set
	 */
	CertificateSet replacedBy(CertificateSet newer, Instant time, Duration grace) {
		Map<SerialNumber, BelievedCertificate> merged = new LinkedHashMap<>(newer.certificates);
		this.certificates.forEach((serialNumber, certificate) -> {
			BelievedCertificate unlisted = certificate.unlisted(time, grace);
			if (unlisted.isBelieved(time)) {
				merged.putIfAbsent(serialNumber, unlisted);
			}
		});
		return new CertificateSet(merged);
	}

	@Nullable PublicKey find(SerialNumber serialNumber, Instant time) {
		BelievedCertificate certificate = this.certificates.get(serialNumber);
		return (certificate != null && certificate.isBelieved(time)) ? certificate.certificate().getPublicKey() : null;
	}

	/**
	 * Name the certificate that will be believed longest.
	 * @param time the time to look from
	 * @return its serial number, or {@code null} if none is believed at that time
	 */
	@Nullable SerialNumber preferred(Instant time) {
		return this.certificates.values()
			.stream()
			.filter((certificate) -> certificate.isBelieved(time))
			.max(PREFERENCE)
			.map(BelievedCertificate::serialNumber)
			.orElse(null);
	}

	Set<SerialNumber> serialNumbers() {
		return this.certificates.keySet();
	}

	List<TrustedKey> toTrustedKeys() {
		return this.certificates.values().stream().map(BelievedCertificate::toTrustedKey).toList();
	}

}
