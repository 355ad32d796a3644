package io.github.wechatpayhk.simulator.platform;

import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.time.InstantSource;

import io.github.wechatpayhk.simulator.certificate.Pem;
import io.github.wechatpayhk.simulator.certificate.RsaKeys;
import org.jspecify.annotations.Nullable;

/**
 * What a simulated platform starts with. Immutable; every change is a copy.
 *
 * @since 0.1.0
 */
public final class PlatformSettings {

	private static final PlatformSettings DEFAULTS = new PlatformSettings(PlatformMode.BOTH,
			SimulatedPlatform.DEFAULT_PUBLIC_KEY_ID, null, null);

	private final PlatformMode mode;

	private final String publicKeyId;

	private final @Nullable KeyPair publicKeyPair;

	private final @Nullable PlatformCertificate certificate;

	private PlatformSettings(PlatformMode mode, String publicKeyId, @Nullable KeyPair publicKeyPair,
			@Nullable PlatformCertificate certificate) {
		this.mode = mode;
		this.publicKeyId = publicKeyId;
		this.publicKeyPair = publicKeyPair;
		this.certificate = certificate;
	}

	/**
	 * Return the defaults: both kinds of key, generated.
	 * @return the defaults
	 */
	public static PlatformSettings defaults() {
		return DEFAULTS;
	}

	/**
	 * Return a copy with another mode.
	 * @param changed the mode
	 * @return the copy
	 */
	public PlatformSettings withMode(PlatformMode changed) {
		return new PlatformSettings(changed, this.publicKeyId, this.publicKeyPair, this.certificate);
	}

	/**
	 * Return a copy with a given public key.
	 * @param id its id
	 * @param privateKeyPem the private key that belongs to it, PKCS#8 PEM
	 * @return the copy
	 */
	public PlatformSettings withPublicKey(String id, String privateKeyPem) {
		PrivateKey key = Pem.readPrivateKey(privateKeyPem);
		return new PlatformSettings(this.mode, id, RsaKeys.pairOf(key), this.certificate);
	}

	/**
	 * Return a copy with a given certificate.
	 * @param privateKeyPem the private key, PKCS#8 PEM
	 * @param certificatePem the certificate, X.509 PEM
	 * @return the copy
	 */
	public PlatformSettings withCertificate(String privateKeyPem, String certificatePem) {
		return new PlatformSettings(this.mode, this.publicKeyId, this.publicKeyPair,
				PlatformCertificate.of(privateKeyPem, certificatePem));
	}

	/**
	 * Make the platform.
	 * @param clock the clock by which certificates are valid
	 * @param random the source of chance for generated keys
	 * @return the platform
	 */
	public SimulatedPlatform start(InstantSource clock, SecureRandom random) {
		return new SimulatedPlatform(this, clock, random);
	}

	PlatformMode mode() {
		return this.mode;
	}

	String publicKeyId() {
		return this.publicKeyId;
	}

	@Nullable KeyPair publicKeyPair() {
		return this.publicKeyPair;
	}

	@Nullable PlatformCertificate certificate() {
		return this.certificate;
	}

}
