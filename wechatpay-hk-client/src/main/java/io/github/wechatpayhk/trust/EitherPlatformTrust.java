package io.github.wechatpayhk.trust;

import java.time.InstantSource;

/**
 * Trust in one, and after it in another.
 *
 * @param first whom to look to first
 * @param second whom to look to then
 */
record EitherPlatformTrust(PlatformTrust first, PlatformTrust second) implements PlatformTrust {

	@Override
	public PlatformKeys keys(PlatformTrust.CertificateSource source, InstantSource clock) {
		return this.first.keys(source, clock).or(this.second.keys(source, clock));
	}

}
