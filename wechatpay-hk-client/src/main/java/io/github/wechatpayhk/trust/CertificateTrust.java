package io.github.wechatpayhk.trust;

import java.time.InstantSource;

import io.github.wechatpayhk.trust.PlatformTrust.RefreshSettings;

/**
 * Trust in platform certificates that download themselves.
 *
 * @param apiV3Key the key that they are encrypted with
 * @param settings say when they are downloaded again
 */
record CertificateTrust(ApiV3Key apiV3Key, RefreshSettings settings) implements PlatformTrust {

	@Override
	public PlatformKeys keys(PlatformTrust.CertificateSource source, InstantSource clock) {
		return PlatformCertificates.create(source, this.apiV3Key, this.settings, clock);
	}

}
