package io.github.wechatpayhk.trust;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.github.wechatpayhk.signature.SerialNumber;
import reactor.core.publisher.Mono;

/**
 * Platform certificates that were given once and for all.
 */
final class FixedPlatformCertificates implements PlatformKeys {

	private final Map<SerialNumber, X509Certificate> certificates;

	private final InstantSource clock;

	FixedPlatformCertificates(Collection<X509Certificate> certificates, InstantSource clock) {
		this.certificates = certificates.stream()
			.collect(Collectors.toUnmodifiableMap(SerialNumber::of, Function.identity(), (first, second) -> first));
		this.clock = clock;
	}

	@Override
	public Mono<PublicKey> find(SerialNumber serialNumber) {
		return Mono.fromSupplier(() -> this.certificates.get(serialNumber))
			.filter(this::isValid)
			.map(X509Certificate::getPublicKey);
	}

	@Override
	public Mono<SerialNumber> preferred() {
		return Mono.defer(() -> Mono.justOrEmpty(this.certificates.values()
			.stream()
			.filter(this::isValid)
			.max(Comparator.comparing(X509Certificate::getNotAfter))
			.map(SerialNumber::of)));
	}

	private boolean isValid(X509Certificate certificate) {
		Instant now = this.clock.instant();
		return !now.isBefore(certificate.getNotBefore().toInstant())
				&& !now.isAfter(certificate.getNotAfter().toInstant());
	}

}
