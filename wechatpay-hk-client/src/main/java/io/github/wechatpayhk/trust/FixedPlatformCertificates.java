package io.github.wechatpayhk.trust;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Collection;

import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.trust.PlatformKeys.TrustState;
import reactor.core.publisher.Mono;

/**
 * Platform certificates that were given once and for all.
 */
final class FixedPlatformCertificates implements PlatformKeys {

	private final CertificateSet certificates;

	private final InstantSource clock;

	FixedPlatformCertificates(Collection<X509Certificate> certificates, InstantSource clock) {
		this.certificates = CertificateSet.of(certificates);
		this.clock = clock;
	}

	@Override
	public Mono<PublicKey> find(SerialNumber serialNumber) {
		return Mono.fromSupplier(() -> this.certificates.find(serialNumber, this.clock.instant()));
	}

	@Override
	public Mono<SerialNumber> preferred() {
		return Mono.fromSupplier(() -> this.certificates.preferred(this.clock.instant()));
	}

	@Override
	public TrustState state() {
		return TrustState.of(this.certificates.toTrustedKeys());
	}

}
