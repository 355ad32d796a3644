package io.github.wechatpayhk.simulator.signature;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

import io.github.wechatpayhk.simulator.certificate.RsaKeys;
import io.github.wechatpayhk.simulator.http.RawHeaders;
import io.github.wechatpayhk.simulator.platform.PlatformKey;
import org.jspecify.annotations.Nullable;

/**
 * Puts signatures on responses and notifications, right ones and those that are wrong on
 * purpose. Thread-safe.
 *
 * @since 0.1.0
 */
public final class ResponseSigner {

	private static final Duration AWAY = Duration.ofMinutes(6);

	private static final String SIGNATURE = "Wechatpay-Signature";

	private static final String PROBE = "WECHATPAY/SIGNTEST/";

	private static final String UNKNOWN_CERTIFICATE = "7FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF";

	private static final String UNKNOWN_PUBLIC_KEY = "PUB_KEY_ID_9999999999999999999999999999";

	private final InstantSource clock;

	private final Supplier<String> nonces;

	private @Nullable KeyPair untrusted;

	/**
	 * Create a response signer.
	 * @param clock the clock of the timestamps
	 * @param nonces makes nonces
	 */
	public ResponseSigner(InstantSource clock, Supplier<String> nonces) {
		this.clock = clock;
		this.nonces = nonces;
	}

	/**
	 * Sign a body.
	 * @param headers the headers so far
	 * @param body the bytes of the body
	 * @param key the platform's key
	 * @param twist what shall be wrong
	 * @return the headers with the signature's headers
	 */
	public RawHeaders put(RawHeaders headers, byte[] body, PlatformKey key, SignatureTwist twist) {
		Instant now = this.clock.instant();
		return switch (twist) {
			case NONE -> sign(headers, body, key, now);
			case UNSIGNED -> headers;
			case TAMPERED -> sign(headers,
					(new String(body, StandardCharsets.UTF_8) + " ").getBytes(StandardCharsets.UTF_8), key, now);
			case UNTRUSTED_KEY -> sign(headers, body, new PlatformKey(key.name(), untrusted().getPrivate()), now);
			case UNKNOWN_SERIAL -> sign(headers, body, unknown(key), now);
			case STALE -> sign(headers, body, key, now.minus(AWAY));
			case FUTURE -> sign(headers, body, key, now.plus(AWAY));
			case SIGNTEST -> replace(sign(headers, body, key, now), PROBE, PROBE.length());
			case UNDECODABLE -> replace(sign(headers, body, key, now), "???", 0);
		};
	}

	private RawHeaders sign(RawHeaders headers, byte[] body, PlatformKey key, Instant at) {
		return PlatformSigner.sign(headers, key, at, this.nonces.get(), body);
	}

	private static RawHeaders replace(RawHeaders headers, String beginning, int skipped) {
		String signature = String.valueOf(headers.first(SIGNATURE));
		return headers.replace(SIGNATURE, beginning + signature.substring(skipped));
	}

	private static PlatformKey unknown(PlatformKey key) {
		boolean isPublicKey = key.name().startsWith("PUB_KEY_ID_");
		return new PlatformKey(isPublicKey ? UNKNOWN_PUBLIC_KEY : UNKNOWN_CERTIFICATE, key.privateKey());
	}

	private synchronized KeyPair untrusted() {
		if (this.untrusted == null) {
			this.untrusted = RsaKeys.generate(new SecureRandom());
		}
		return this.untrusted;
	}

}
