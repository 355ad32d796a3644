package io.github.wechatpayhk.trust;

import java.time.Duration;
import java.time.Instant;

import io.github.wechatpayhk.error.DoublingPause;
import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.trust.PlatformTrust.RefreshSettings;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * All that {@link PlatformCertificates} remembers, in one immutable piece, so that a
 * decision and its consequence cannot be torn apart. Times may lie in the future: a clock
 * that was set back must not silence refreshes until it has caught up.
 *
 * @param certificates the set that is trusted
 * @param refreshedAt when it was downloaded, or {@code null} if it never was
 * @param failure the last failure, also if it was made good since, or {@code null}
 * @param failures how many refreshes in a row have failed
 * @param unknownSerialAt when the last refresh for an unknown serial number began, or
 * {@code null}
 * @param running the refresh that is under way, or {@code null}
 */
record RefreshState(CertificateSet certificates, @Nullable Instant refreshedAt, @Nullable Failure failure, int failures,
		@Nullable Instant unknownSerialAt, @Nullable Mono<Void> running) {

	private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

	static RefreshState initial() {
		return new RefreshState(CertificateSet.empty(), null, null, 0, null, null);
	}

	boolean isDueByAge(Instant now, RefreshSettings settings) {
		return isPast(this.refreshedAt, settings.interval(), now) && mayTryAgain(now, settings);
	}

	/**
	 * The pause after failures doubles up to the minimum interval: the first ones are
	 * short, so that one lost packet does not close the shop for a minute.
	 */
	private boolean mayTryAgain(Instant now, RefreshSettings settings) {
		if (this.failure == null || this.failures == 0) {
			return true;
		}
		Duration pause = new DoublingPause(FIRST_PAUSE, settings.minInterval()).afterFailures(this.failures);
		return isPast(this.failure.at(), pause, now);
	}

	private static boolean isPast(@Nullable Instant time, Duration duration, Instant now) {
		return time == null || Duration.between(time, now).abs().compareTo(duration) >= 0;
	}

	RefreshState beginByAge(Mono<Void> refresh, Instant now, RefreshSettings settings) {
		return isDueByAge(now, settings) ? running(refresh, this.unknownSerialAt) : this;
	}

	RefreshState beginAgain(Mono<Void> refresh, Instant now, RefreshSettings settings) {
		boolean unusable = this.certificates.preferred(now) == null;
		return (unusable && mayTryAgain(now, settings)) ? running(refresh, this.unknownSerialAt) : this;
	}

	RefreshState beginForUnknown(SerialNumber serialNumber, Mono<Void> refresh, Instant now, RefreshSettings settings) {
		boolean unknown = this.certificates.find(serialNumber, now) == null;
		return (unknown && isPast(this.unknownSerialAt, settings.minInterval(), now)) ? running(refresh, now) : this;
	}

	private RefreshState running(Mono<Void> refresh, @Nullable Instant unknownSerialAt) {
		return new RefreshState(this.certificates, this.refreshedAt, this.failure, this.failures, unknownSerialAt,
				refresh);
	}

	RefreshState succeeded(CertificateSet listed, Instant now, Duration grace) {
		return new RefreshState(this.certificates.replacedBy(listed, now, grace), now, this.failure, 0,
				this.unknownSerialAt, null);
	}

	RefreshState failed(Failure failure) {
		return new RefreshState(this.certificates, this.refreshedAt, failure, this.failures + 1, this.unknownSerialAt,
				null);
	}

	/**
	 * A refresh that failed.
	 *
	 * @param at when
	 * @param problem why, for operators
	 * @param cause why, for programs
	 */
	record Failure(Instant at, String problem, Throwable cause) {

	}

}
