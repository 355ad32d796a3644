package io.github.wechatpayhk.trust;

import java.security.PublicKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;

import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.trust.PlatformKeys.TrustState;
import io.github.wechatpayhk.trust.PlatformTrust.RefreshSettings;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Platform certificates that download themselves (<a href=
 * "https://github.com/wechatpayhk/wechatpay-hk-spring-boot/blob/main/docs/protocol.md#platform-certificates">protocol</a>).
 * The set is refreshed when it is used: by age, in the background as long as something is
 * usable; and for an unknown serial number, at most once per minimum interval. There is
 * one download at a time, for all callers; no cancellation ends it. A refresh that fails
 * changes nothing but {@link #state()} and the log: a warning while a certificate is
 * usable, as calls do not show it then.
 * <p>
 * Owns no thread and no timer. Safe for concurrent use.
 */
final class PlatformCertificates implements PlatformKeys {

	private static final Log logger = LogFactory.getLog(PlatformCertificates.class);

	private final AtomicReference<RefreshState> state = new AtomicReference<>(RefreshState.initial());

	private final PlatformTrust.CertificateSource source;

	private final CertificateResponse response;

	private final RefreshSettings settings;

	private final InstantSource clock;

	private PlatformCertificates(PlatformTrust.CertificateSource source, CertificateResponse response,
			RefreshSettings settings, InstantSource clock) {
		this.source = source;
		this.response = response;
		this.settings = settings;
		this.clock = clock;
	}

	/**
	 * Create an empty set, which downloads itself when it is first asked for a key.
	 * @param source asks for the certificates
	 * @param apiV3Key the key that they were encrypted with
	 * @param settings say when they are asked for again
	 * @param clock tells ages, and what has expired
	 * @return the certificates
	 */
	static PlatformCertificates create(PlatformTrust.CertificateSource source, ApiV3Key apiV3Key,
			RefreshSettings settings, InstantSource clock) {
		return new PlatformCertificates(source, new CertificateResponse(apiV3Key, clock), settings, clock);
	}

	/**
	 * Find a certificate's key, after a refresh if need be.
	 * @param serialNumber the {@code Wechatpay-Serial} of a response
	 * @return the key; empty if it is rejected, also after a refresh or because the last
	 * one is too recent; or what the refresh failed with
	 */
	@Override
	public Mono<PublicKey> find(SerialNumber serialNumber) {
		return Mono.defer(() -> {
			Instant now = this.clock.instant();
			PublicKey key = this.state.get().certificates().find(serialNumber, now);
			if (key != null) {
				return refreshedBeside(key, now);
			}
			return serialNumber.isHexadecimal() ? findAfterRefresh(serialNumber, now) : Mono.empty();
		});
	}

	private Mono<PublicKey> findAfterRefresh(SerialNumber serialNumber, Instant now) {
		// a refresh that is under way may have left before the key was listed
		return await(this.state.get().running()).then(lookUp(serialNumber))
			.switchIfEmpty(Mono.defer(() -> await(
					begin((current, refresh) -> current.beginForUnknown(serialNumber, refresh, now, this.settings)))
				.then(lookUp(serialNumber))))
			.switchIfEmpty(Mono.defer(this::lastFailure));
	}

	private Mono<PublicKey> lookUp(SerialNumber serialNumber) {
		return Mono.fromSupplier(() -> this.state.get().certificates().find(serialNumber, this.clock.instant()));
	}

	/**
	 * Name a certificate that is valid, after a download if there is none.
	 * @return the serial number of the one that is valid longest, or a
	 * {@link WechatPayHkRequestException} that says why there is none
	 */
	@Override
	public Mono<SerialNumber> preferred() {
		return Mono.defer(() -> {
			Instant now = this.clock.instant();
			SerialNumber preferred = this.state.get().certificates().preferred(now);
			return (preferred != null) ? refreshedBeside(preferred, now) : preferredAfterRefresh(now);
		});
	}

	private Mono<SerialNumber> preferredAfterRefresh(Instant now) {
		return await(begin((current, refresh) -> current.beginAgain(refresh, now, this.settings)))
			.then(Mono.fromSupplier(() -> this.state.get().certificates().preferred(this.clock.instant())))
			.switchIfEmpty(Mono.error(this::nothingUsable));
	}

	private WechatPayHkRequestException nothingUsable() {
		RefreshState.Failure failure = this.state.get().failure();
		return new WechatPayHkRequestException(WechatPayHkRequestException.Reason.NO_PLATFORM_KEY,
				"There is no usable platform certificate to verify the response with"
						+ ((failure != null) ? ", as the last download failed: " + failure.problem() : ""),
				(failure != null) ? failure.cause() : null);
	}

	private <T> Mono<T> lastFailure() {
		RefreshState current = this.state.get();
		if (current.failure() == null || current.failures() == 0) {
			return Mono.empty();
		}
		Throwable cause = current.failure().cause();
		boolean isKnownToBeUnknown = cause instanceof RefusedDownloadException refused
				&& refused.isWithoutCertificates();
		return isKnownToBeUnknown ? Mono.empty() : Mono.error(cause);
	}

	/**
	 * Hand on a value at once, and let a refresh begin beside it if one is due by age: it
	 * is subscribed to first, and goes on when the value has won.
	 */
	private <T> Mono<T> refreshedBeside(T value, Instant now) {
		if (!this.state.get().isDueByAge(now, this.settings)) {
			return Mono.just(value);
		}
		Mono<Void> refresh = begin((current, begun) -> current.beginByAge(begun, now, this.settings));
		return Mono.firstWithValue(await(refresh).then(Mono.<T>empty()), Mono.just(value));
	}

	private static Mono<Void> await(@Nullable Mono<Void> refresh) {
		return (refresh != null) ? refresh.onErrorComplete() : Mono.empty();
	}

	/**
	 * Begin a refresh, unless one is under way or none is due.
	 * @param beginning begins it if it is due
	 * @return the refresh that is under way, or {@code null} without one
	 */
	private @Nullable Mono<Void> begin(BiFunction<RefreshState, Mono<Void>, RefreshState> beginning) {
		Mono<Void> refresh = refresh();
		return this.state
			.updateAndGet((current) -> (current.running() != null) ? current : beginning.apply(current, refresh))
			.running();
	}

	/**
	 * The cache makes it one download for all, and keeps it going when somebody leaves.
	 */
	private Mono<Void> refresh() {
		return Mono.defer(this.source::download)
			.timeout(this.settings.timeout())
			.switchIfEmpty(Mono.error(() -> new RefusedDownloadException("there was no response", null)))
			.flatMap(this.response::read)
			.doOnNext(this::succeeded)
			.doOnError(this::failed)
			.then()
			.cache();
	}

	private void succeeded(CertificateSet listed) {
		Instant now = this.clock.instant();
		RefreshState before = this.state
			.getAndUpdate((current) -> current.succeeded(listed, now, this.settings.grace()));
		if (logger.isInfoEnabled() && !before.certificates().serialNumbers().equals(listed.serialNumbers())) {
			logger.info("Platform certificates now listed: " + listed.serialNumbers());
		}
	}

	private void failed(Throwable cause) {
		RefreshState.Failure failure = new RefreshState.Failure(this.clock.instant(), problem(cause), cause);
		RefreshState after = this.state.updateAndGet((current) -> current.failed(failure));
		String text = "Platform certificates could not be refreshed: " + failure.problem() + "; last refreshed: "
				+ ((after.refreshedAt() != null) ? after.refreshedAt() : "never");
		if (after.certificates().preferred(failure.at()) != null) {
			logger.warn(text);
		}
		else {
			// each call fails with the same problem, and is logged
			logger.debug(text);
		}
	}

	private String problem(Throwable cause) {
		if (cause instanceof TimeoutException) {
			return "there was no response within " + this.settings.timeout();
		}
		return (cause instanceof RefusedDownloadException || cause instanceof WechatPayHkException)
				? String.valueOf(cause.getMessage()) : "unexpected " + cause.getClass().getName();
	}

	@Override
	public TrustState state() {
		RefreshState current = this.state.get();
		RefreshState.Failure failure = current.failure();
		return new TrustState(current.certificates().toTrustedKeys(), current.refreshedAt(),
				(failure != null) ? new TrustState.Failure(failure.at(), failure.problem()) : null, current.failures());
	}

}
