package io.github.wechatpayhk.trust;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

import ch.qos.logback.classic.Level;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.fixture.CapturedLog;
import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.signature.SignedResponse;
import io.github.wechatpayhk.trust.PlatformKeys.TrustState;
import io.github.wechatpayhk.trust.PlatformTrust.RefreshSettings;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PlatformCertificates}: when it asks, and what it trusts.
 */
class PlatformCertificatesTests {

	private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	private static final Duration LONG_ENOUGH = Duration.ofSeconds(10);

	private static final RefreshSettings DEFAULTS = RefreshSettings.defaults();

	private final TestClock clock = new TestClock(START);

	private final TestPlatform platform = new TestPlatform(this.clock);

	private final AtomicInteger downloads = new AtomicInteger();

	private final X509Certificate first = this.platform.issue("5157F09E01", START.minus(Duration.ofDays(30)),
			START.plus(Duration.ofDays(30)));

	private final X509Certificate second = this.platform.issue("0A57F09E02", START.minus(Duration.ofDays(1)),
			START.plus(Duration.ofDays(365)));

	private volatile Mono<SignedResponse> response = Mono.fromSupplier(this.platform::listResponse);

	private final PlatformCertificates certificates = create(DEFAULTS);

	private PlatformCertificates create(RefreshSettings settings) {
		return PlatformCertificates.create(() -> Mono.defer(() -> {
			this.downloads.incrementAndGet();
			return this.response;
		}), ApiV3Key.of(TestPlatform.API_V3_KEY), settings, this.clock);
	}

	@Test
	void readsTheGoldenVector() throws Exception {
		Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		new String(vector("certificates-headers.txt"), StandardCharsets.UTF_8).lines()
			.skip(1)
			.map((line) -> line.split(": ", 2))
			.forEach((header) -> headers.put(header[0], header[1]));
		this.clock.set(Instant.ofEpochSecond(1554209980));
		this.response = Mono.just(TestPlatform.response(200, headers, vector("certificates-body.json")));
		PublicKey expected = certificate("platform-next-cert.pem").getPublicKey();
		for (String spelling : new String[] { "0A57F09EFDC096DE15EBE81A47057A7232F1B8E2",
				"a57f09efdc096de15ebe81a47057a7232f1b8e2" }) {
			assertFound(spelling, expected);
		}
		assertFound("5157F09EFDC096DE15EBE81A47057A7232F1B8E1", certificate("platform-cert.pem").getPublicKey());
		assertThat(this.downloads).hasValue(1);
	}

	@Test
	void asksNobodyBeforeItIsUsed() {
		this.certificates.find(SerialNumber.of("5157F09E01"));
		this.certificates.preferred();
		this.certificates.state();
		assertThat(this.downloads).hasValue(0);
		assertThat(this.certificates.state().isUsable(this.clock.instant())).isFalse();
	}

	@Test
	void prefersTheOneThatLastsLongest() {
		this.platform.list(this.second, this.first);
		StepVerifier.create(this.certificates.preferred())
			.expectNext(SerialNumber.of("0A57F09E02"))
			.expectComplete()
			.verify(LONG_ENOUGH);
		this.clock.advance(Duration.ofDays(366));
		this.platform.list(this.platform.issue("03", this.clock.instant(), this.clock.instant().plusSeconds(60)));
		StepVerifier.create(this.certificates.preferred())
			.expectNext(SerialNumber.of("03"))
			.expectComplete()
			.verify(LONG_ENOUGH);
	}

	@Test
	void twoHundredAtOnceShareOneDownload() {
		this.platform.list(this.first);
		Sinks.One<SignedResponse> pending = Sinks.one();
		this.response = pending.asMono();
		StepVerifier
			.create(Flux.range(0, 200)
				.flatMap((number) -> this.certificates.preferred().subscribeOn(Schedulers.parallel()), 200)
				.distinct())
			.then(() -> pending.tryEmitValue(this.platform.listResponse()))
			.expectNext(SerialNumber.of("5157F09E01"))
			.expectComplete()
			.verify(LONG_ENOUGH);
		assertThat(this.downloads).hasValue(1);
	}

	@Test
	void firstSubscriberMayLeave() {
		this.platform.list(this.first);
		Sinks.One<SignedResponse> pending = Sinks.one();
		this.response = pending.asMono();
		Disposable leaver = this.certificates.preferred().subscribe();
		StepVerifier.create(this.certificates.preferred()).then(() -> {
			leaver.dispose();
			pending.tryEmitValue(this.platform.listResponse());
		}).expectNext(SerialNumber.of("5157F09E01")).expectComplete().verify(LONG_ENOUGH);
		assertThat(this.downloads).hasValue(1);
	}

	@Test
	void everybodyMayLeave() {
		this.platform.list(this.first);
		Sinks.One<SignedResponse> pending = Sinks.one();
		this.response = pending.asMono();
		this.certificates.preferred().subscribe().dispose();
		pending.tryEmitValue(this.platform.listResponse());
		assertThat(this.certificates.state().keys()).hasSize(1);
		assertFound("5157F09E01", this.first.getPublicKey());
		assertThat(this.downloads).hasValue(1);
	}

	@Test
	void refreshesInTheBackgroundWhenOld() {
		this.platform.list(this.first);
		warmUp();
		this.clock.advance(DEFAULTS.interval().minusMillis(1));
		warmUp();
		assertThat(this.downloads).hasValue(1);
		this.clock.advance(Duration.ofMillis(1));
		Sinks.One<SignedResponse> pending = Sinks.one();
		this.response = pending.asMono();
		// each of them has its response while the download is still under way
		assertFound("5157F09E01", this.first.getPublicKey());
		warmUp();
		warmUp();
		assertThat(this.downloads).hasValue(2);
		this.platform.list(this.first, this.second);
		pending.tryEmitValue(this.platform.listResponse());
		assertThat(this.certificates.state().keys()).hasSize(2);
		assertThat(this.certificates.state().refreshedAt()).isEqualTo(this.clock.instant());
		warmUp();
		assertThat(this.downloads).hasValue(2);
	}

	@Test
	void rotationBetweenRequestAndResponseCostsOneRefresh() {
		this.platform.list(this.first);
		warmUp();
		this.platform.list(this.second);
		assertFound("0A57F09E02", this.second.getPublicKey());
		assertFound("5157F09E01", this.first.getPublicKey());
		assertThat(this.downloads).hasValue(2);
	}

	@Test
	void rotationDuringARefreshCostsAnother() {
		this.platform.list(this.first);
		warmUp();
		this.clock.advance(DEFAULTS.interval());
		SignedResponse before = this.platform.listResponse();
		Sinks.One<SignedResponse> pending = Sinks.one();
		this.response = pending.asMono();
		warmUp();
		this.platform.list(this.second);
		StepVerifier.create(this.certificates.find(SerialNumber.of("0A57F09E02"))).then(() -> {
			this.response = Mono.fromSupplier(this.platform::listResponse);
			pending.tryEmitValue(before);
		}).expectNext(this.second.getPublicKey()).expectComplete().verify(LONG_ENOUGH);
	}

	@Test
	void publicKeyIdsAreNotLookedForAmongCertificates() {
		assertNotFound("PUB_KEY_ID_0114232134912410000000000000");
		assertThat(this.downloads).hasValue(0);
	}

	@Test
	void certificateThatIsListedNoMoreHasItsGrace() {
		this.platform.list(this.first, this.second);
		warmUp();
		this.platform.list(this.second);
		this.clock.advance(DEFAULTS.interval());
		warmUp();
		assertThat(this.certificates.state().keys()).filteredOn((key) -> !key.listed())
			.singleElement()
			.satisfies((key) -> assertThat(key.trustedUntil()).isEqualTo(this.clock.instant().plus(DEFAULTS.grace())));
		// further refreshes do not prolong it
		this.clock.advance(DEFAULTS.grace());
		assertFound("5157F09E01", this.first.getPublicKey());
		this.clock.advance(Duration.ofSeconds(1));
		assertNotFound("5157F09E01");
		assertFound("0A57F09E02", this.second.getPublicKey());
	}

	@Test
	void graceDoesNotOutliveTheCertificate() {
		X509Certificate dying = this.platform.issue("0DD1", START.minusSeconds(60), START.plus(Duration.ofHours(2)));
		this.platform.list(dying, this.second);
		warmUp();
		this.platform.list(this.second);
		this.clock.advance(DEFAULTS.interval());
		warmUp();
		this.clock.advance(Duration.ofHours(1));
		assertFound("0DD1", dying.getPublicKey());
		this.clock.advance(Duration.ofSeconds(1));
		assertNotFound("0DD1");
	}

	@Test
	void certificateOfTheFutureIsTrustedWhenItsTimeHasCome() {
		X509Certificate future = this.platform.issue("0F", START.plusSeconds(600), START.plus(Duration.ofDays(900)));
		this.platform.list(future, this.first);
		StepVerifier.create(this.certificates.preferred())
			.expectNext(SerialNumber.of("5157F09E01"))
			.expectComplete()
			.verify(LONG_ENOUGH);
		assertNotFound("0F");
		this.clock.advance(Duration.ofSeconds(600));
		assertFound("0F", future.getPublicKey());
	}

	@Test
	void failedRefreshKeepsTheSetAndSaysSo() {
		this.platform.list(this.first);
		warmUp();
		this.clock.advance(DEFAULTS.interval());
		this.response = Mono.error(new IOException("unplugged"));
		assertFound("5157F09E01", this.first.getPublicKey());
		TrustState state = this.certificates.state();
		assertThat(state.isUsable(this.clock.instant())).isTrue();
		assertThat(state.isFailing()).isTrue();
		assertThat(state.refreshedAt()).isEqualTo(START);
		assertThat(state.lastFailure()).isNotNull()
			.satisfies((failure) -> assertThat(failure.problem()).contains("java.io.IOException"));
		this.response = Mono.fromSupplier(this.platform::listResponse);
		this.clock.advance(DEFAULTS.minInterval());
		warmUp();
		assertThat(this.certificates.state().isFailing()).isFalse();
		assertThat(this.certificates.state().lastFailure()).isNotNull();
	}

	@Test
	void withoutAnyKeyTheErrorHasTheCauseOfTheFailure() {
		IOException unplugged = new IOException("unplugged");
		this.response = Mono.error(unplugged);
		StepVerifier.create(this.certificates.preferred())
			.expectErrorSatisfies((ex) -> assertThat(ex).hasCause(unplugged))
			.verify(LONG_ENOUGH);
	}

	@Test
	void withoutAnyKeyTheErrorIsRememberedForAPauseThatGrows() {
		this.response = Mono.error(new IOException("unplugged"));
		Duration pause = Duration.ofMillis(100);
		for (int failure = 1; failure <= 12; failure++) {
			assertUnusable("java.io.IOException");
			this.clock.advance(pause.minusMillis(1));
			assertUnusable("java.io.IOException");
			assertThat(this.downloads).hasValue(failure);
			this.clock.advance(Duration.ofMillis(1));
			pause = pause.multipliedBy(2);
			pause = (pause.compareTo(DEFAULTS.minInterval()) < 0) ? pause : DEFAULTS.minInterval();
		}
		this.platform.list(this.first);
		this.response = Mono.fromSupplier(this.platform::listResponse);
		warmUp();
	}

	@Test
	void expiredSetIsNeverUsedAndIsReplacedInTheForeground() {
		this.platform.list(this.first);
		warmUp();
		this.clock.advance(Duration.ofDays(31));
		this.response = Mono.error(new IOException("unplugged"));
		assertUnusable("java.io.IOException");
		this.clock.advance(DEFAULTS.minInterval());
		this.response = Mono.fromSupplier(this.platform::listResponse);
		assertUnusable("none of the listed certificates is valid now");
		this.clock.advance(DEFAULTS.minInterval());
		this.platform.list(this.first, this.second);
		warmUp();
		assertNotFound("5157F09E01");
	}

	@ParameterizedTest
	@ValueSource(strings = { "-P400D", "PT-2H", "PT2H", "P20D" })
	void clockMayJump(Duration jump) {
		X509Certificate old = this.platform.issue("01D", START.minus(Duration.ofDays(900)),
				START.plus(Duration.ofDays(900)));
		this.platform.list(old);
		warmUp();
		this.clock.advance(jump);
		warmUp();
		assertThat(this.downloads).as("refreshed in the new time, whichever way it went").hasValue(2);
		assertThat(this.certificates.state().refreshedAt()).isEqualTo(this.clock.instant());
		warmUp();
		assertThat(this.downloads).hasValue(2);
	}

	@Test
	void sourceThatNeverResponsesIsGivenUp() {
		PlatformCertificates impatient = create(new RefreshSettings(DEFAULTS.interval(), DEFAULTS.minInterval(),
				DEFAULTS.grace(), Duration.ofMillis(50)));
		this.response = Mono.never();
		StepVerifier.create(impatient.preferred())
			.expectErrorSatisfies((ex) -> assertThat(ex).isInstanceOf(WechatPayHkRequestException.class)
				.hasMessageContaining("PT0.05S"))
			.verify(LONG_ENOUGH);
		this.clock.advance(DEFAULTS.minInterval());
		this.response = Mono.empty();
		StepVerifier.create(impatient.preferred())
			.expectErrorSatisfies((ex) -> assertThat(ex).hasMessageContaining("there was no response"))
			.verify(LONG_ENOUGH);
	}

	/**
	 * A call that fails for want of a certificate says why, so the log need not.
	 */
	@Test
	void failureIsLoggedWithTheTimeOfTheLastSuccess() {
		try (CapturedLog log = CapturedLog.at(Level.DEBUG)) {
			this.response = Mono.error(new IOException("unplugged"));
			assertUnusable("java.io.IOException");
			assertLast(log, Level.DEBUG, "could not be refreshed", "last refreshed: never");

			this.platform.list(this.first);
			this.response = Mono.fromSupplier(this.platform::listResponse);
			this.clock.advance(DEFAULTS.minInterval());
			warmUp();
			assertLast(log, Level.INFO, "Platform certificates now listed: [5157F09E01]");
			Instant refreshedAt = this.clock.instant();
			this.response = Mono.error(new IOException("unplugged"));
			this.clock.advance(DEFAULTS.interval());
			warmUp();
			assertLast(log, Level.WARN, "could not be refreshed", "last refreshed: " + refreshedAt);
			this.clock.advance(Duration.ofDays(31));
			assertUnusable("java.io.IOException");
			assertLast(log, Level.DEBUG, "could not be refreshed", "last refreshed: " + refreshedAt);
		}
	}

	private static void assertLast(CapturedLog log, Level level, String... texts) {
		assertThat(log.events().filter((event) -> event.getLoggerName().equals(PlatformCertificates.class.getName())))
			.last()
			.satisfies((event) -> assertThat(event.getLevel()).isEqualTo(level),
					(event) -> assertThat(event.getFormattedMessage()).contains(texts));
	}

	@Test
	void stateNamesTheNextExpiry() {
		this.platform.list(this.first, this.second);
		warmUp();
		TrustState state = this.certificates.state();
		assertThat(state.nextExpiry(this.clock.instant())).isEqualTo(this.first.getNotAfter().toInstant());
		assertThat(state.nextExpiry(this.clock.instant().plus(Duration.ofDays(31))))
			.isEqualTo(this.second.getNotAfter().toInstant());
		assertThat(state.nextExpiry(this.clock.instant().plus(Duration.ofDays(999)))).isNull();
	}

	private void warmUp() {
		StepVerifier.create(this.certificates.preferred()).expectNextCount(1).expectComplete().verify(LONG_ENOUGH);
	}

	private void assertFound(String serialNumber, PublicKey key) {
		StepVerifier.create(this.certificates.find(SerialNumber.of(serialNumber)))
			.expectNext(key)
			.expectComplete()
			.verify(LONG_ENOUGH);
	}

	private void assertNotFound(String serialNumber) {
		StepVerifier.create(this.certificates.find(SerialNumber.of(serialNumber))).expectComplete().verify(LONG_ENOUGH);
	}

	private void assertUnusable(@Nullable String problem) {
		StepVerifier.create(this.certificates.preferred())
			.expectErrorSatisfies((ex) -> assertThat(ex).isInstanceOf(WechatPayHkRequestException.class)
				.hasMessageContaining("no usable platform certificate")
				.hasMessageContaining(problem))
			.verify(LONG_ENOUGH);
	}

	private static byte[] vector(String name) throws IOException {
		try (InputStream stream = PlatformCertificatesTests.class.getResourceAsStream("/vectors/" + name)) {
			assertThat(stream).as(name).isNotNull();
			return stream.readAllBytes();
		}
	}

	private static X509Certificate certificate(String name) throws Exception {
		try (InputStream stream = PlatformCertificatesTests.class.getResourceAsStream("/vectors/" + name)) {
			return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(stream);
		}
	}

}
