package io.github.wechatpayhk.trust;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.signature.SignedResponse;
import io.github.wechatpayhk.trust.PlatformKeys.TrustState;
import io.github.wechatpayhk.trust.PlatformTrust.RefreshSettings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What somebody achieves who can respond to our requests, but does not hold the APIv3
 * key: nothing.
 */
class CertificateAttackTests {

	private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	private static final Duration LONG_ENOUGH = Duration.ofSeconds(20);

	private static final RefreshSettings SETTINGS = RefreshSettings.defaults();

	private final TestClock clock = new TestClock(START);

	private final TestPlatform platform = new TestPlatform(this.clock);

	private final AtomicInteger downloads = new AtomicInteger();

	private final X509Certificate genuine = this.platform.issue("5157F09E01", START.minus(Duration.ofDays(30)),
			START.plus(Duration.ofDays(30)));

	private volatile Mono<SignedResponse> response = Mono.fromSupplier(this.platform::listResponse);

	private final PlatformCertificates certificates = PlatformCertificates.create(() -> Mono.defer(() -> {
		this.downloads.incrementAndGet();
		return this.response;
	}), ApiV3Key.of(TestPlatform.API_V3_KEY), SETTINGS, this.clock);

	@BeforeEach
	void listGenuine() {
		this.platform.list(this.genuine);
	}

	@Test
	void untrustedKeyCannotAddACertificate() {
		warmUp();
		TestPlatform untrusted = new TestPlatform(this.clock).encryptWith("UntrustedApiV3Key001122334455667");
		untrusted.list(untrusted.issue("BAD1", START.minusSeconds(60), START.plus(Duration.ofDays(9999))));
		this.response = Mono.fromSupplier(untrusted::listResponse);
		assertRefused("BAD1", "cannot be decrypted");
		assertGenuineIsAllThereIs();
	}

	@Test
	void untrustedKeyCannotAddACertificateNextToAGenuineEntry() {
		warmUp();
		TestPlatform untrusted = new TestPlatform(this.clock).encryptWith("UntrustedApiV3Key001122334455667");
		X509Certificate forged = untrusted.issue("BAD1", START.minusSeconds(60), START.plus(Duration.ofDays(9999)));
		untrusted.list(forged);
		byte[] body = ("{\"data\":[" + this.platform.entry(this.genuine) + ',' + untrusted.entry(forged) + "]}")
			.getBytes(StandardCharsets.UTF_8);
		this.response = Mono.fromSupplier(() -> TestPlatform.response(200, untrusted.sign(body), body));
		assertRefused("BAD1", "cannot be decrypted");
		assertGenuineIsAllThereIs();
	}

	@Test
	void unencryptedCertificateIsNoCertificate() {
		warmUp();
		TestPlatform untrusted = new TestPlatform(this.clock);
		X509Certificate forged = untrusted.issue("BAD1", START.minusSeconds(60), START.plus(Duration.ofDays(9999)));
		untrusted.list(forged);
		byte[] body = untrusted.listBody().replace("AEAD_AES_256_GCM", "NONE").getBytes(StandardCharsets.UTF_8);
		this.response = Mono.fromSupplier(() -> TestPlatform.response(200, untrusted.sign(body), body));
		assertRefused("BAD1", "none of the listed certificates is valid now");
	}

	@Test
	void oldListCannotBeServedAgain() {
		X509Certificate withdrawn = this.platform.issue("0DD1", START.minusSeconds(60),
				START.plus(Duration.ofDays(99)));
		SignedResponse recorded = this.platform.list(withdrawn).listResponse();
		this.platform.list(this.genuine);
		this.clock.advance(Duration.ofSeconds(301));
		warmUp();
		this.response = Mono.just(recorded);
		assertRefused("0DD1", "(stale)");
		assertGenuineIsAllThereIs();
	}

	@Test
	void holderOfAnExpiredKeyCannotBringItBack() {
		X509Certificate expired = this.platform.issue("0DD1", START.minus(Duration.ofDays(99)), START.minusSeconds(1));
		warmUp();
		this.response = Mono.fromSupplier(() -> this.platform.list(expired).listResponse());
		assertRefused("0DD1", "none of the listed certificates is valid now");
		// next to a genuine entry it must not vouch for the list either
		this.response = Mono.fromSupplier(() -> this.platform.list(this.genuine, expired).listResponse());
		this.clock.advance(SETTINGS.minInterval());
		assertRefused("0DD1", "(unknown_serial)");
		assertGenuineIsAllThereIs();
	}

	@Test
	void holderOfAKeyOfTheFutureCannotUseItYet() {
		X509Certificate future = this.platform.issue("0F", START.plusSeconds(3600), START.plus(Duration.ofDays(99)));
		this.platform.list(this.genuine, future);
		StepVerifier.create(this.certificates.preferred())
			.expectErrorSatisfies((ex) -> assertThat(ex).hasMessageContaining("(unknown_serial)"))
			.verify(LONG_ENOUGH);
	}

	@Test
	void otherSecretsOfTheMerchantAreNoCertificates() {
		// a notification is encrypted with the same key
		byte[] body = ("{\"data\":[{\"encrypt_certificate\":{\"algorithm\":\"AEAD_AES_256_GCM\",\"nonce\":\"abcdefghijkl\","
				+ "\"associated_data\":\"certificate\",\"ciphertext\":\"" + TestPlatform.encrypt("abcdefghijkl",
						"{\"out_trade_no\":\"1\"}".getBytes(StandardCharsets.UTF_8), TestPlatform.API_V3_KEY)
				+ "\"}}]}")
			.getBytes(StandardCharsets.UTF_8);
		this.response = Mono.fromSupplier(() -> TestPlatform.response(200, this.platform.sign(body), body));
		assertUnusable("something other than an RSA certificate");
	}

	@Test
	void certificateWithAnotherKindOfKeyIsRefused() {
		KeyPair elliptic = TestCertificates.keyPair("EC", 256);
		X509Certificate certificate = TestCertificates.create(elliptic, TestCertificates.rsa(), "EC01",
				START.minusSeconds(60), START.plusSeconds(60));
		byte[] body = ("{\"data\":[" + this.platform.entry(certificate) + "]}").getBytes(StandardCharsets.UTF_8);
		this.response = Mono.fromSupplier(() -> TestPlatform.response(200, this.platform.sign(body), body));
		assertUnusable("something other than an RSA certificate");
	}

	@Test
	void twoCertificatesWithOneSerialNumberAreRefused() {
		KeyPair other = TestCertificates.rsa();
		X509Certificate twin = TestCertificates.create(other, other, "05157F09E01", START.minusSeconds(60),
				START.plus(Duration.ofDays(99)));
		warmUp();
		this.platform.list(twin, this.genuine);
		this.clock.advance(SETTINGS.interval());
		warmUp();
		assertThat(this.certificates.state().lastFailure()).isNotNull()
			.satisfies((failure) -> assertThat(failure.problem()).contains("two certificates with one serial number"));
		assertGenuineIsAllThereIs();
	}

	@Test
	void oneCertificateListedTwiceIsOne() {
		this.platform.list(this.genuine, this.genuine);
		warmUp();
		assertGenuineIsAllThereIs();
	}

	@Test
	void wrongApiV3KeyIsNamed() {
		this.platform.encryptWith("AnotherApiV3Key00112233445566778");
		assertUnusable("wechatpay.hk.api-v3-key");
	}

	@Test
	void unsignedListIsRefused() {
		byte[] body = this.platform.listBody().getBytes(StandardCharsets.UTF_8);
		this.response = Mono.just(TestPlatform.response(200, Map.of(), body));
		assertUnusable("(missing)");
	}

	@Test
	void listSignedByAnUntrustedKeyInTheNameOfTheGenuineKeyIsRefused() {
		TestPlatform untrusted = new TestPlatform(this.clock);
		untrusted.list(untrusted.issue("5157F09E01", START.minusSeconds(60), START.plusSeconds(60)));
		byte[] body = this.platform.listBody().getBytes(StandardCharsets.UTF_8);
		this.response = Mono.fromSupplier(() -> TestPlatform.response(200, untrusted.sign(body), body));
		assertUnusable("(mismatch)");
	}

	@Test
	void truncatedAndBitFlippedDownloadsAreRefused() {
		byte[] body = listOfTwo();
		Map<String, String> headers = this.platform.sign(body);
		Random random = new Random(8);
		for (int attempt = 0; attempt < 1000; attempt++) {
			SignedResponse broken = TestPlatform.response(200, headers, breakIt(body, random));
			PlatformCertificates fresh = create(broken);
			StepVerifier.create(fresh.preferred()).expectError(WechatPayHkRequestException.class).verify(LONG_ENOUGH);
			assertThat(fresh.state().keys()).isEmpty();
		}
	}

	@Test
	void brokenListsDoNoHarmEvenIfTheyAreSigned() {
		byte[] body = listOfTwo();
		Random random = new Random(8);
		for (int attempt = 0; attempt < 1000; attempt++) {
			byte[] broken = breakIt(body, random);
			PlatformCertificates fresh = create(TestPlatform.response(200, this.platform.sign(broken), broken));
			StepVerifier.create(fresh.preferred().onErrorComplete(WechatPayHkRequestException.class))
				.thenConsumeWhile((any) -> true)
				.expectComplete()
				.verify(LONG_ENOUGH);
			assertThat(fresh.state().keys()).extracting(TrustState.TrustedKey::serialNumber)
				.isSubsetOf(SerialNumber.of("5157F09E01"), SerialNumber.of("02"));
			assertThat(fresh.state().lastFailure()).satisfiesAnyOf((failure) -> assertThat(failure).isNull(),
					(failure) -> assertThat(failure).extracting(TrustState.Failure::problem)
						.asString()
						.doesNotContain("unexpected"));
		}
	}

	private PlatformCertificates create(SignedResponse response) {
		return PlatformCertificates.create(() -> Mono.just(response), ApiV3Key.of(TestPlatform.API_V3_KEY), SETTINGS,
				this.clock);
	}

	private byte[] listOfTwo() {
		return this.platform
			.list(this.genuine, this.platform.issue("02", START.minusSeconds(60), START.plusSeconds(9999999)))
			.listBody()
			.getBytes(StandardCharsets.UTF_8);
	}

	private static byte[] breakIt(byte[] body, Random random) {
		return random.nextBoolean() ? Arrays.copyOf(body, random.nextInt(body.length)) : flip(body, random);
	}

	private static byte[] flip(byte[] body, Random random) {
		byte[] flipped = body.clone();
		flipped[random.nextInt(body.length)] ^= (byte) (1 << random.nextInt(8));
		return flipped;
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "null", "[]", "{}", "{\"data\":null}", "{\"data\":{}}", "{\"data\":[]}",
			"{\"data\":[null]}", "{\"data\":[1]}", "{\"data\":[[]]}", "{\"data\":[{\"encrypt_certificate\":1}]}",
			"{\"data\":[{\"encrypt_certificate\":{\"algorithm\":\"AEAD_AES_256_GCM\"}}]}",
			"{\"data\":[{\"encrypt_certificate\":{\"algorithm\":\"AEAD_AES_256_GCM\",\"nonce\":1,\"ciphertext\":2}}]}",
			"{\"data\":[{\"encrypt_certificate\":{\"algorithm\":\"AEAD_AES_256_GCM\",\"nonce\":\"\",\"ciphertext\":\"\"}}]}",
			"<html></html>" })
	void listsOfAnotherShapeAreRefused(String text) {
		byte[] body = text.getBytes(StandardCharsets.UTF_8);
		this.response = Mono.fromSupplier(() -> TestPlatform.response(200, this.platform.sign(body), body));
		assertUnusable("");
		assertThat(this.certificates.state().lastFailure()).isNotNull()
			.satisfies((failure) -> assertThat(failure.problem()).doesNotContain("unexpected"));
	}

	@Test
	void deepNestingIsRefused() {
		byte[] body = "[".repeat(100_000).getBytes(StandardCharsets.UTF_8);
		this.response = Mono.fromSupplier(() -> TestPlatform.response(200, this.platform.sign(body), body));
		assertUnusable("is not a list of certificates");
	}

	@ParameterizedTest
	@CsvSource({ "404,NOT_FOUND,wechatpay.hk.public-key-id", "404,RESOURCE_NOT_EXISTS,wechatpay.hk.public-key",
			"404,NOTFOUND,public-key mode", "404,OTHER,responded with 404 OTHER 'x',",
			"401,SIGN_ERROR,responded with 401 SIGN_ERROR 'x',", "500,,responded with 500",
			"202,NOT_FOUND,responded with 202", "302,,responded with 302", "404,'a\nb',responded with 404" })
	void responsesOtherThanAListSayWhatIsWrong(int status, String code, String problem) {
		byte[] body = ((code != null) ? "{\"code\":\"" + code + "\",\"message\":\"x\"}" : "")
			.getBytes(StandardCharsets.UTF_8);
		this.response = Mono.just(TestPlatform.response(status, Map.of(), body));
		assertUnusable(problem);
		assertThat(this.certificates.state().lastFailure()).isNotNull()
			.satisfies((failure) -> assertThat(failure.problem()).doesNotContain("\n"));
	}

	@Test
	void refusalIsReportedAsItWasReceivedWithinBounds() {
		byte[] body = """
				{"code":"SIGN_ERROR","message":"serial\\nwrong %s end"}""".formatted("s".repeat(1024 * 1024))
			.getBytes(StandardCharsets.UTF_8);
		this.response = Mono.just(TestPlatform.response(401, Map.of("Request-ID", "08F5"), body));
		assertUnusable("the last download failed: WeChat Pay responded with 401 SIGN_ERROR 'serial wrong ***',"
				+ " Request-ID 08F5; check that merchant number, serial number and private key belong together,"
				+ " and that the clock is right; nothing was sent");
	}

	@Test
	void listThatThePublicKeySignedSaysWhichKeyIsMissing() {
		byte[] body = this.platform.list(this.genuine).listBody().getBytes(StandardCharsets.UTF_8);
		Map<String, String> headers = this.platform.sign(body);
		headers.put("Wechatpay-Serial", "PUB_KEY_ID_0119");
		this.response = Mono.just(TestPlatform.response(200, headers, body));
		assertUnusable("the response is signed with a WeChat Pay public key; set 'wechatpay.hk.public-key-id' and"
				+ " 'wechatpay.hk.public-key'");
	}

	@Test
	void tenThousandUnknownSerialNumbersCostOneDownloadPerInterval() {
		warmUp();
		for (int interval = 1; interval <= 3; interval++) {
			StepVerifier
				.create(Flux.range(0, 10_000)
					.flatMap((number) -> this.certificates.find(SerialNumber.of("BAD" + number))
						.subscribeOn(Schedulers.parallel()), 10_000))
				.expectComplete()
				.verify(LONG_ENOUGH);
			assertThat(this.downloads).hasValue(1 + interval);
			this.clock.advance(SETTINGS.minInterval());
		}
	}

	@Test
	void tenThousandUnknownSerialNumbersCostOneDownloadPerIntervalAlsoIfItFails() {
		warmUp();
		this.response = Mono.just(TestPlatform.response(500, Map.of(), new byte[0]));
		for (int interval = 1; interval <= 3; interval++) {
			StepVerifier
				.create(Flux.range(0, 10_000)
					.flatMap((number) -> this.certificates.find(SerialNumber.of("BAD" + number))
						.subscribeOn(Schedulers.parallel())
						.onErrorComplete(), 10_000))
				.expectComplete()
				.verify(LONG_ENOUGH);
			assertThat(this.downloads).hasValue(1 + interval);
			this.clock.advance(SETTINGS.minInterval());
		}
		assertGenuineIsAllThereIs();
	}

	private void warmUp() {
		StepVerifier.create(this.certificates.preferred())
			.expectNext(SerialNumber.of("5157F09E01"))
			.expectComplete()
			.verify(LONG_ENOUGH);
	}

	private void assertRefused(String serialNumber, String problem) {
		StepVerifier.create(this.certificates.find(SerialNumber.of(serialNumber)))
			.expectErrorSatisfies((ex) -> assertThat(ex).hasMessageContaining(problem))
			.verify(LONG_ENOUGH);
	}

	private void assertUnusable(String problem) {
		StepVerifier.create(this.certificates.preferred())
			.expectErrorSatisfies((ex) -> assertThat(ex).isInstanceOf(WechatPayHkRequestException.class)
				.hasMessageContaining(problem))
			.verify(LONG_ENOUGH);
	}

	private void assertGenuineIsAllThereIs() {
		assertThat(this.certificates.state().keys()).extracting(TrustState.TrustedKey::serialNumber)
			.containsExactly(SerialNumber.of("5157F09E01"));
		StepVerifier.create(this.certificates.find(SerialNumber.of("5157F09E01")))
			.expectNext(this.genuine.getPublicKey())
			.expectComplete()
			.verify(LONG_ENOUGH);
	}

}
