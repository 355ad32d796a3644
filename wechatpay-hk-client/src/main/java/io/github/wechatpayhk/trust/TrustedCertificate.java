package io.github.wechatpayhk.trust;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;

import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.trust.PlatformKeys.TrustState;
import org.jspecify.annotations.Nullable;

/**
 * A platform certificate, and until when it is trusted.
 *
 * @param certificate the certificate
 * @param graceEnd the end of its grace if WeChat Pay lists it no more, else {@code null}
 */
record TrustedCertificate(X509Certificate certificate, @Nullable Instant graceEnd) {

	SerialNumber serialNumber() {
		return SerialNumber.of(this.certificate);
	}

	Instant notAfter() {
		return this.certificate.getNotAfter().toInstant();
	}

	boolean isListed() {
		return this.graceEnd == null;
	}

	boolean isTrusted(Instant time) {
		return !time.isBefore(this.certificate.getNotBefore().toInstant()) && !time.isAfter(end());
	}

	TrustedCertificate unlisted(Instant time, Duration grace) {
		return isListed() ? new TrustedCertificate(this.certificate, time.plus(grace)) : this;
	}

	TrustState.TrustedKey toTrustedKey() {
		return new TrustState.TrustedKey(serialNumber(), this.certificate.getNotBefore().toInstant(), end(),
				isListed());
	}

	private Instant end() {
		return (this.graceEnd != null && this.graceEnd.isBefore(notAfter())) ? this.graceEnd : notAfter();
	}

}
