package io.github.wechatpayhk.trust;

import java.time.Duration;
import java.time.InstantSource;

import io.github.wechatpayhk.signature.SignedResponse;
import reactor.core.publisher.Mono;

/**
 * Whom a merchant trusts, said before there is a way to ask WeChat Pay for certificates:
 * known keys, certificates that download themselves, or one after the other.
 *
 * <pre class="code">
 * PlatformTrust.certificates(ApiV3Key.of("..."));
 * PlatformTrust.of(PlatformKeys.publicKey(id, publicKey)).or(PlatformTrust.certificates(apiV3Key));
 * </pre>
 *
 * Those made here are equal if they trust the same; merchants with the same number then
 * share their certificates.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface PlatformTrust {

	/**
	 * Make the keys. Must not ask for certificates yet.
	 * @param source asks WeChat Pay for certificates in the merchant's name
	 * @param clock tells ages, and what has expired
	 * @return the keys that are trusted
	 */
	PlatformKeys keys(CertificateSource source, InstantSource clock);

	/**
	 * Trust others as well. For the weeks in which a merchant moves to the public-key
	 * mode: the public key first, then certificates, which are then downloaded only when
	 * a response was signed with one.
	 * @param others the trust to look to after this
	 * @return trust in both
	 */
	default PlatformTrust or(PlatformTrust others) {
		return new EitherPlatformTrust(this, others);
	}

	/**
	 * Trust known keys.
	 * @param keys the keys
	 * @return the trust
	 */
	static PlatformTrust of(PlatformKeys keys) {
		return new KnownKeysTrust(keys);
	}

	/**
	 * Trust platform certificates, downloaded and refreshed with the defaults.
	 * @param apiV3Key the key that they are encrypted with
	 * @return the trust
	 */
	static PlatformTrust certificates(ApiV3Key apiV3Key) {
		return certificates(apiV3Key, RefreshSettings.defaults());
	}

	/**
	 * Trust platform certificates that download themselves.
	 * @param apiV3Key the key that they are encrypted with
	 * @param settings say when they are downloaded again
	 * @return the trust
	 */
	static PlatformTrust certificates(ApiV3Key apiV3Key, RefreshSettings settings) {
		return new CertificateTrust(apiV3Key, settings);
	}

	/**
	 * Asks WeChat Pay for the platform certificates of a merchant (<a href=
	 * "https://github.com/wechatpayhk/wechatpay-hk-spring-boot/blob/main/docs/protocol.md#platform-certificates">protocol</a>).
	 * The response need not be verified: that is done with the keys that it carries.
	 * <p>
	 * Implementations must be safe for concurrent use and must not block.
	 */
	@FunctionalInterface
	interface CertificateSource {

		/**
		 * Ask once per subscription.
		 * @return the response as it was received, whatever its status
		 */
		Mono<SignedResponse> download();

	}

	/**
	 * When platform certificates are downloaded, and how long they are trusted. Nothing
	 * happens by itself: ages are looked at when the certificates are used.
	 *
	 * @param interval the age from which on the set is refreshed when it is used
	 * @param minInterval the shortest time between two refreshes for unknown serial
	 * numbers, and the longest pause after failed refreshes
	 * @param grace how long a certificate is trusted after it is no longer listed
	 * @param timeout the longest time that one download may take, signing included
	 */
	record RefreshSettings(Duration interval, Duration minInterval, Duration grace, Duration timeout) {

		/**
		 * Create the settings.
		 * @param interval the age from which on the set is refreshed when it is used
		 * @param minInterval the shortest time between two refreshes for unknown serial
		 * numbers, and the longest pause after failed refreshes
		 * @param grace how long a certificate is trusted after it is no longer listed
		 * @param timeout the longest time that one download may take, signing included
		 * @throws IllegalArgumentException if a duration is negative, or an interval or
		 * the timeout is zero
		 */
		public RefreshSettings {
			requirePositive("interval", interval);
			requirePositive("minInterval", minInterval);
			requirePositive("timeout", timeout);
			if (grace.isNegative()) {
				throw new IllegalArgumentException("'grace' must not be negative");
			}
		}

		/**
		 * Return the defaults: an interval of 1 hour, at least 1 minute between refreshes
		 * for unknown serial numbers, 24 hours of grace, 15 seconds for a download.
		 * @return the settings
		 */
		public static RefreshSettings defaults() {
			return new RefreshSettings(Duration.ofHours(1), Duration.ofMinutes(1), Duration.ofHours(24),
					Duration.ofSeconds(15));
		}

		private static void requirePositive(String name, Duration duration) {
			if (duration.isNegative() || duration.isZero()) {
				throw new IllegalArgumentException("'" + name + "' must be greater than zero");
			}
		}

	}

}
