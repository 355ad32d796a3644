package io.github.wechatpayhk.trust;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import io.github.wechatpayhk.signature.SerialNumber;
import org.jspecify.annotations.Nullable;
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

	/**
	 * What is trusted at one moment, for health checks and metrics. Holds no secrets.
	 *
	 * @param keys the keys, the expired and the future ones included
	 * @param refreshedAt when the last successful download ended, or {@code null} without
	 * one
	 * @param lastFailure the last refresh that failed, or {@code null} if none ever did;
	 * a later success leaves it here
	 * @param failures how many refreshes in a row have failed, 0 after a success
	 */
	record TrustState(List<TrustedKey> keys, @Nullable Instant refreshedAt, @Nullable Failure lastFailure,
			int failures) {

		/**
		 * Create a state.
		 * @param keys the keys, the expired and the future ones included
		 * @param refreshedAt when the last successful download ended, or {@code null}
		 * without one
		 * @param lastFailure the last refresh that failed, or {@code null} if none ever
		 * did; a later success leaves it here
		 * @param failures how many refreshes in a row have failed, 0 after a success
		 */
		public TrustState {
			keys = List.copyOf(keys);
		}

		/**
		 * Return the state of keys that never change.
		 * @param keys the keys
		 * @return the state
		 */
		public static TrustState of(List<TrustedKey> keys) {
			return new TrustState(keys, null, null, 0);
		}

		/**
		 * Tell whether a response could be verified at a time.
		 * @param time the time
		 * @return whether at least one key is trusted
		 */
		public boolean isUsable(Instant time) {
			return this.keys.stream().anyMatch((key) -> key.isTrusted(time));
		}

		/**
		 * Tell whether the last refresh failed.
		 * @return whether there was a failure, and no success after it
		 */
		public boolean isFailing() {
			return this.failures > 0;
		}

		/**
		 * Return when the next key stops being trusted.
		 * @param time the time to look from
		 * @return the earliest end of a key that is trusted at that time, or {@code null}
		 * if none is trusted or none ends
		 */
		public @Nullable Instant nextExpiry(Instant time) {
			return this.keys.stream()
				.filter((key) -> key.isTrusted(time))
				.map(TrustedKey::trustedUntil)
				.filter(Objects::nonNull)
				.min(Comparator.naturalOrder())
				.orElse(null);
		}

		TrustState and(TrustState other) {
			return new TrustState(Stream.concat(this.keys.stream(), other.keys.stream()).toList(),
					(this.refreshedAt != null) ? this.refreshedAt : other.refreshedAt,
					(this.lastFailure != null) ? this.lastFailure : other.lastFailure, this.failures + other.failures);
		}

		/**
		 * A refresh that failed.
		 *
		 * @param at when it failed
		 * @param problem what was wrong, and how to fix it
		 */
		public record Failure(Instant at, String problem) {

		}

		/**
		 * A key of WeChat Pay as health checks and metrics see it.
		 *
		 * @param serialNumber its serial number or id
		 * @param trustedFrom from when on it is trusted, or {@code null} if it always was
		 * @param trustedUntil until when it is trusted, or {@code null} if it does not
		 * expire
		 * @param listed whether WeChat Pay listed it in the last download; always so for
		 * keys that were configured
		 */
		public record TrustedKey(SerialNumber serialNumber, @Nullable Instant trustedFrom,
				@Nullable Instant trustedUntil, boolean listed) {

			/**
			 * Tell whether the key is trusted at a time.
			 * @param time the time
			 * @return whether a response that it signed is trusted
			 */
			public boolean isTrusted(Instant time) {
				return (this.trustedFrom == null || !time.isBefore(this.trustedFrom))
						&& (this.trustedUntil == null || !time.isAfter(this.trustedUntil));
			}

		}

	}

}
