package io.github.wechatpayhk.signature;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import io.github.wechatpayhk.error.SignatureStatus;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SignatureListener}: what it receives about signatures and clocks.
 */
class SignatureListenerTests {

	private static final Duration LONG_ENOUGH = Duration.ofSeconds(10);

	private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

	private static KeyPair keys;

	private final Recording listener = new Recording();

	private final ResponseVerifier verifier = ResponseVerifier.create((serialNumber) -> Mono.just(keys.getPublic()),
			InstantSource.fixed(NOW), SignatureProvider.standard(), this.listener, AcceptedNonces.create());

	@BeforeAll
	static void generateKeys() throws Exception {
		KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
		generator.initialize(2048);
		keys = generator.generateKeyPair();
	}

	@Test
	void isToldOfEachSignature() {
		RequestAuthorizer authorizer = RequestAuthorizer.create("1900000109", SerialNumber.of("01"),
				Signer.rsa(keys.getPrivate()), InstantSource.fixed(NOW), () -> "nonce", Schedulers.boundedElastic(),
				this.listener);

		StepVerifier.create(authorizer.authorize("GET", "/", new byte[0]))
			.expectNextCount(1)
			.expectComplete()
			.verify(LONG_ENOUGH);

		assertThat(this.listener.durations).hasSize(2)
			.allSatisfy((duration) -> assertThat(duration).isBetween(Duration.ZERO, LONG_ENOUGH));
	}

	@Test
	void isToldOfEachVerification() throws Exception {
		verify(signed(NOW, "body"), "body");
		verify(signed(NOW, "body"), "bodY");

		assertThat(this.listener.genuine).containsExactly(true, false);
		assertThat(this.listener.durations).hasSize(2)
			.allSatisfy((duration) -> assertThat(duration).isBetween(Duration.ZERO, LONG_ENOUGH));
	}

	@ParameterizedTest
	@ValueSource(longs = { -301, -1, 0, 1, 301 })
	void isToldHowFarTheClockIsAhead(long seconds) throws Exception {
		verify(signed(NOW.minusSeconds(seconds), ""), "");

		assertThat(this.listener.skews).containsExactly(Duration.ofSeconds(seconds));
	}

	@Test
	void learnsTheTimeOfAnUnsignedResponseFromItsDate() {
		LastClockSkew skew = new LastClockSkew();
		ResponseVerifier verifier = ResponseVerifier.create((serialNumber) -> Mono.empty(), InstantSource.fixed(NOW),
				SignatureProvider.standard(), this.listener.andThen(skew), AcceptedNonces.create());
		assertThat(skew.latest()).isNull();

		StepVerifier.create(verifier.verify(response(404, Map.of("Date", "Wed, 31 Dec 2025 23:59:53 GMT"), "")))
			.expectNext(SignatureStatus.ABSENT)
			.expectComplete()
			.verify(LONG_ENOUGH);

		assertThat(skew.latest()).isEqualTo(Duration.ofSeconds(7));
		assertThat(this.listener.skews).containsExactly(Duration.ofSeconds(7));
	}

	@Test
	void isNotToldOfADateThatIsNone() {
		verify(Map.of("Date", "yesterday"), "");
		verify(Map.of(), "");
		StepVerifier.create(this.verifier.verify(new SignedResponse("GET", "/", 404,
				(name) -> name.equals("Date")
						? List.of("Wed, 31 Dec 2025 23:59:53 GMT", "Wed, 31 Dec 2025 23:59:54 GMT") : List.of(),
				new byte[0])))
			.expectNext(SignatureStatus.ABSENT)
			.expectComplete()
			.verify(LONG_ENOUGH);

		assertThat(this.listener.skews).isEmpty();
	}

	@Test
	void eachOfTwoIsTold() {
		Recording other = new Recording();
		SignatureListener both = this.listener.andThen(other).andThen(SignatureListener.none());

		both.signed(Duration.ofMillis(1), Duration.ofMillis(2));
		both.verified(Duration.ofMillis(3), true);
		both.dated(Duration.ofMillis(4));

		assertThat(List.of(this.listener, other)).allSatisfy((told) -> {
			assertThat(told.durations).containsExactly(Duration.ofMillis(1), Duration.ofMillis(2),
					Duration.ofMillis(3));
			assertThat(told.genuine).containsExactly(true);
			assertThat(told.skews).containsExactly(Duration.ofMillis(4));
		});
	}

	private void verify(Map<String, String> headers, String body) {
		this.verifier.verify(response(404, headers, body)).materialize().block(LONG_ENOUGH);
	}

	private static SignedResponse response(int status, Map<String, String> headers, String body) {
		return new SignedResponse("GET", "/", status,
				(name) -> headers.containsKey(name) ? List.of(String.valueOf(headers.get(name))) : List.of(),
				body.getBytes(StandardCharsets.UTF_8));
	}

	private static Map<String, String> signed(Instant time, String body) throws Exception {
		String timestamp = Long.toString(time.getEpochSecond());
		Signature signature = Signature.getInstance("SHA256withRSA");
		signature.initSign(keys.getPrivate());
		signature.update((timestamp + "\nnonce\n" + body + "\n").getBytes(StandardCharsets.UTF_8));
		return Map.of("Wechatpay-Timestamp", timestamp, "Wechatpay-Nonce", "nonce", "Wechatpay-Serial", "01",
				"Wechatpay-Signature", Base64.getEncoder().encodeToString(signature.sign()));
	}

	private static final class Recording implements SignatureListener {

		private final List<Duration> durations = new ArrayList<>();

		private final List<Boolean> genuine = new ArrayList<>();

		private final List<Duration> skews = new ArrayList<>();

		@Override
		public void signed(Duration waited, Duration took) {
			this.durations.add(waited);
			this.durations.add(took);
		}

		@Override
		public void verified(Duration took, boolean isGenuine) {
			this.durations.add(took);
			this.genuine.add(isGenuine);
		}

		@Override
		public void dated(Duration skew) {
			this.skews.add(skew);
		}

	}

}
