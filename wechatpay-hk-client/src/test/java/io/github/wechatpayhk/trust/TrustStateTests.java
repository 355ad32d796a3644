package io.github.wechatpayhk.trust;

import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.trust.PlatformKeys.TrustState;
import io.github.wechatpayhk.trust.PlatformTrust.RefreshSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link TrustState} and for keys that do not change: what is trusted, and
 * until when.
 */
class TrustStateTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");

	private static final Instant UNTIL = Instant.parse("2026-02-01T00:00:00Z");

	private static final SerialNumber ID = SerialNumber.of("PUB_KEY_ID_01");

	private static final KeyPair PAIR = TestCertificates.rsa();

	private static final PublicKey KEY = PAIR.getPublic();

	private final TrustState.TrustedKey certificate = new TrustState.TrustedKey(SerialNumber.of("0A"), FROM, UNTIL,
			true);

	private final TrustState.TrustedKey longer = new TrustState.TrustedKey(SerialNumber.of("0B"), FROM,
			UNTIL.plusSeconds(1), true);

	private final TrustState.TrustedKey publicKey = new TrustState.TrustedKey(ID, null, null, true);

	@Test
	void aKeyIsTrustedToItsLastMoment() {
		assertThat(this.certificate.isTrusted(FROM.minusMillis(1))).isFalse();
		assertThat(this.certificate.isTrusted(FROM)).isTrue();
		assertThat(this.certificate.isTrusted(UNTIL)).isTrue();
		assertThat(this.certificate.isTrusted(UNTIL.plusMillis(1))).isFalse();
		assertThat(this.publicKey.isTrusted(Instant.MIN)).isTrue();
		assertThat(this.publicKey.isTrusted(Instant.MAX)).isTrue();
	}

	@Test
	void oneKeyIsEnough() {
		TrustState state = TrustState.of(List.of(this.certificate, this.longer));
		assertThat(state.isUsable(UNTIL.plusMillis(1))).isTrue();
		assertThat(state.isUsable(UNTIL.plusSeconds(2))).isFalse();
		assertThat(TrustState.of(List.of()).isUsable(FROM)).isFalse();
	}

	@Test
	void namesTheNextExpiryOfWhatIsTrusted() {
		TrustState state = TrustState.of(List.of(this.longer, this.certificate, this.publicKey));
		assertThat(state.nextExpiry(FROM)).isEqualTo(UNTIL);
		assertThat(state.nextExpiry(UNTIL.plusMillis(1))).isEqualTo(UNTIL.plusSeconds(1));
		assertThat(state.nextExpiry(UNTIL.plusSeconds(2))).isNull();
	}

	@Test
	void twoStatesAreOne() {
		TrustState.Failure failure = new TrustState.Failure(FROM, "lost");
		TrustState first = new TrustState(List.of(this.certificate), FROM, null, 0);
		TrustState second = new TrustState(List.of(this.longer), UNTIL, failure, 2);

		assertThat(first.and(second))
			.isEqualTo(new TrustState(List.of(this.certificate, this.longer), FROM, failure, 2));
		assertThat(second.and(first))
			.isEqualTo(new TrustState(List.of(this.longer, this.certificate), UNTIL, failure, 2));
		assertThat(TrustState.of(List.of()).and(second).refreshedAt()).isEqualTo(UNTIL);
		assertThat(second.and(second).failures()).isEqualTo(4);
		assertThat(second.isFailing()).isTrue();
		assertThat(first.isFailing()).isFalse();
	}

	@Test
	void aPublicKeyIsFoundUnderItsIdOnly() {
		PlatformKeys keys = PlatformKeys.publicKey(ID, KEY);
		StepVerifier.create(keys.find(ID)).expectNext(KEY).expectComplete().verify(PATIENCE);
		StepVerifier.create(keys.find(SerialNumber.of("0A"))).expectComplete().verify(PATIENCE);
		StepVerifier.create(keys.preferred()).expectNext(ID).expectComplete().verify(PATIENCE);
		assertThat(keys.state().keys()).containsExactly(this.publicKey);
	}

	@Test
	void publicKeysAreEqualByValue() {
		PlatformKeys keys = PlatformKeys.publicKey(ID, KEY);
		assertThat(keys).isEqualTo(PlatformKeys.publicKey(ID, KEY))
			.hasSameHashCodeAs(PlatformKeys.publicKey(ID, KEY))
			.isNotEqualTo(PlatformKeys.publicKey(SerialNumber.of("PUB_KEY_ID_02"), KEY))
			.isNotEqualTo(PlatformKeys.publicKey(ID, TestCertificates.rsa().getPublic()))
			.isNotEqualTo(ID);
		assertThat(keys.hashCode()).isEqualTo(ID.hashCode());
		assertThat(PlatformTrust.of(keys)).isEqualTo(PlatformTrust.of(PlatformKeys.publicKey(ID, KEY)));
	}

	@Test
	void fixedCertificatesAreTrustedWithinTheirTime() {
		var one = TestCertificates.create(PAIR, PAIR, "0A", FROM, UNTIL);
		var other = TestCertificates.create(PAIR, PAIR, "0B", FROM, UNTIL.plusSeconds(1));
		PlatformKeys keys = PlatformKeys.certificates(List.of(other, one), InstantSource.fixed(UNTIL));
		StepVerifier.create(keys.preferred()).expectNext(SerialNumber.of("0B")).expectComplete().verify(PATIENCE);
		StepVerifier.create(keys.find(SerialNumber.of("0A"))).expectNext(KEY).expectComplete().verify(PATIENCE);
		assertThat(keys.state().keys()).containsExactly(this.longer, this.certificate);
		PlatformKeys later = PlatformKeys.certificates(List.of(other, one), InstantSource.fixed(UNTIL.plusMillis(500)));
		StepVerifier.create(later.find(SerialNumber.of("0A"))).expectComplete().verify(PATIENCE);
		PlatformKeys expired = PlatformKeys.certificates(List.of(one), InstantSource.fixed(UNTIL.plusSeconds(1)));
		StepVerifier.create(expired.preferred()).expectComplete().verify(PATIENCE);
	}

	@Test
	void oneTrustStandsInForTheOther() {
		PlatformKeys broken = new BrokenKeys();
		PlatformKeys known = PlatformKeys.publicKey(ID, KEY);
		for (PlatformKeys either : List.of(broken.or(known), known.or(broken))) {
			StepVerifier.create(either.find(ID)).expectNext(KEY).expectComplete().verify(PATIENCE);
			StepVerifier.create(either.preferred()).expectNext(ID).expectComplete().verify(PATIENCE);
			assertThat(either.state().keys()).containsExactly(this.publicKey);
		}
		StepVerifier.create(broken.or(known).find(SerialNumber.of("0A"))).expectErrorMessage("broken").verify(PATIENCE);
		StepVerifier.create(broken.or(broken).preferred()).expectErrorMessage("broken").verify(PATIENCE);
		PlatformKeys none = PlatformKeys.certificates(List.of(), InstantSource.fixed(FROM));
		StepVerifier.create(broken.or(none).preferred()).expectErrorMessage("broken").verify(PATIENCE);
		StepVerifier.create(none.or(known).preferred()).expectNext(ID).expectComplete().verify(PATIENCE);
	}

	static Stream<RefreshSettingsOf> wrongSettings() {
		Duration day = Duration.ofDays(1);
		Duration negative = Duration.ofNanos(-1);
		return Stream.of(new RefreshSettingsOf("interval", Duration.ZERO, day, day, day),
				new RefreshSettingsOf("interval", negative, day, day, day),
				new RefreshSettingsOf("minInterval", day, Duration.ZERO, day, day),
				new RefreshSettingsOf("grace", day, day, negative, day),
				new RefreshSettingsOf("timeout", day, day, day, Duration.ZERO));
	}

	@ParameterizedTest
	@MethodSource("wrongSettings")
	void settingsMakeSense(RefreshSettingsOf wrong) {
		assertThatIllegalArgumentException()
			.isThrownBy(
					() -> new RefreshSettings(wrong.interval(), wrong.minInterval(), wrong.grace(), wrong.timeout()))
			.withMessageContaining("'" + wrong.name() + "'");
		assertThat(new RefreshSettings(Duration.ofNanos(1), Duration.ofNanos(1), Duration.ZERO, Duration.ofNanos(1))
			.grace()).isZero();
		assertThat(RefreshSettings.defaults()).isEqualTo(new RefreshSettings(Duration.ofHours(1), Duration.ofMinutes(1),
				Duration.ofHours(24), Duration.ofSeconds(15)));
	}

	private record RefreshSettingsOf(String name, Duration interval, Duration minInterval, Duration grace,
			Duration timeout) {

	}

	private static final class BrokenKeys implements PlatformKeys {

		@Override
		public Mono<PublicKey> find(SerialNumber serialNumber) {
			return Mono.error(new IllegalStateException("broken"));
		}

		@Override
		public Mono<SerialNumber> preferred() {
			return Mono.error(new IllegalStateException("broken"));
		}

	}

}
