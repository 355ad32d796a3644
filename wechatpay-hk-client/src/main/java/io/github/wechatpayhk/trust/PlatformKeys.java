package io.github.wechatpayhk.trust;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;

import io.github.wechatpayhk.signature.SerialNumber;
import reactor.core.publisher.Mono;

/**
 * The keys with which WeChat Pay signs and which are trusted. The verification asks for a
 * key by the serial number in the response; it never owns keys.
 * <p>
 * Implementations must be safe for concurrent use and must not block.
 *
 * @since 0.1.0
 */
public interface PlatformKeys {

	/**
	 * Find a key that is trusted at this moment.
	 * @param serialNumber the {@code Wechatpay-Serial} of a response
	 * @return the key, or empty if no such key is trusted; an error of any type means the
	 * same, and says why
	 */
	Mono<PublicKey> find(SerialNumber serialNumber);

	/**
	 * Return the name of a key that is trusted at this moment. It is asked for before a
	 * request leaves, and sent along as {@code Wechatpay-Serial}, so that the response
	 * can be verified.
	 * @return the serial number, or empty if there is no usable key
	 */
	Mono<SerialNumber> preferred();

	/**
	 * Tell what is trusted at this moment, without asking anybody.
	 * @return the state; keys of another make that tell nothing about themselves have an
	 * empty one
	 */
	default TrustState state() {
		return TrustState.of(List.of());
	}

	/**
	 * Trust further keys as well. For the weeks in which a merchant moves from platform
	 * certificates to the WeChat Pay public key, both sign.
	 * @param others the keys to look in after these
	 * @return keys of both
	 */
	default PlatformKeys or(PlatformKeys others) {
		return new EitherPlatformKeys(this, others);
	}

	/**
	 * Trust one WeChat Pay public key, which does not expire (<a href=
	 * "https://github.com/wechatpayhk/wechatpay-hk-spring-boot/blob/main/docs/protocol.md#public-key-mode">protocol</a>).
	 * @param id its id, {@code PUB_KEY_ID_} and digits
	 * @param publicKey the key
	 * @return the keys
	 */
	static PlatformKeys publicKey(SerialNumber id, PublicKey publicKey) {
		return new SinglePlatformKey(id, publicKey);
	}

	/**
	 * Trust a fixed set of platform certificates, each within its validity.
	 * @param certificates the certificates; the one that expires last is preferred
	 * @param clock tells which have expired
	 * @return the keys
	 */
	static PlatformKeys certificates(Collection<X509Certificate> certificates, InstantSource clock) {
		return new FixedPlatformCertificates(certificates, clock);
	}

}
