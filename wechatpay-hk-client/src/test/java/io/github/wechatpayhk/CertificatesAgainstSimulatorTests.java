package io.github.wechatpayhk;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

import com.github.tomakehurst.wiremock.client.WireMock;
import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.SignatureStatus;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.error.WechatPayHkSignatureException;
import io.github.wechatpayhk.merchant.MerchantCredential;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.probe.ProbeGateway;
import io.github.wechatpayhk.probe.ProbeResponse;
import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.signature.Signer;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.fault.Fault;
import io.github.wechatpayhk.simulator.journal.RecordedRequest;
import io.github.wechatpayhk.simulator.order.SimulatedOrder;
import io.github.wechatpayhk.simulator.platform.PlatformMode;
import io.github.wechatpayhk.simulator.protocol.Operation;
import io.github.wechatpayhk.simulator.time.SimulatedClock;
import io.github.wechatpayhk.trust.ApiV3Key;
import io.github.wechatpayhk.trust.PlatformKeys;
import io.github.wechatpayhk.trust.PlatformKeys.TrustState;
import io.github.wechatpayhk.trust.PlatformTrust;
import io.github.wechatpayhk.trust.PlatformTrust.RefreshSettings;
import io.github.wechatpayhk.webclient.ConnectionSettings;
import io.github.wechatpayhk.webclient.WechatPayHkConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Platform certificates over real sockets: downloaded, rotated, withdrawn, and not to be
 * had.
 */
class CertificatesAgainstSimulatorTests {

	private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

	private final SimulatedClock clock = SimulatedClock.ticking();

	private WechatPayHkSimulator simulator = start(PlatformMode.CERTIFICATES);

	private WechatPayHkSimulator start(PlatformMode mode) {
		return WechatPayHkSimulator.builder().clock(this.clock).mode(mode).start();
	}

	@AfterEach
	void stopSimulator() {
		this.simulator.close();
	}

	@ParameterizedTest
	@EnumSource
	void downloadsBeforeTheFirstReversal(ApiGeneration generation) {
		WechatPayHkClient client = client(certificates(), (builder) -> builder.generation(generation)
			.baseUrl((generation == ApiGeneration.HK) ? this.simulator.baseUrl() : this.simulator.globalBaseUrl()));
		reverse(client);
		reverse(client);
		assertThat(this.simulator.requests().all()).extracting((request) -> request.route().operation())
			.containsExactly(Operation.CERTIFICATES, Operation.REVERSE, Operation.REVERSE);
		RecordedRequest download = this.simulator.requests().of(Operation.CERTIFICATES).get(0);
		assertThat(download.isSignatureVerified()).isTrue();
		assertThat(download.header("Wechatpay-Serial")).isNull();
		assertThat(download.header("Accept")).isEqualTo("application/json");
		assertThat(this.simulator.requests().last().header("Wechatpay-Serial"))
			.isEqualTo(this.simulator.platform().serialNumber());
	}

	@Test
	void warmUpHasItReady() {
		WechatPayHkClient client = client(certificates());
		assertThat(this.simulator.requests().total()).isZero();
		StepVerifier.create(client.warmUp()).expectComplete().verify(LONG_ENOUGH);
		assertThat(client.platformKeys().state().isUsable(this.clock.instant())).isTrue();
		reverse(client);
		assertThat(this.simulator.requests().of(Operation.CERTIFICATES)).hasSize(1);
	}

	@Test
	void aHundredFirstReversalsShareOneDownload() {
		ReverseOrderService service = ReverseOrderService.create(client(certificates()));
		StepVerifier.create(Flux.range(0, 100).flatMap((number) -> service.reverse(order("T" + number)), 100))
			.expectComplete()
			.verify(LONG_ENOUGH);
		assertThat(this.simulator.requests().of(Operation.CERTIFICATES)).hasSize(1);
	}

	@Test
	void reversalInFlightSurvivesARotation() {
		WechatPayHkClient client = client(certificates());
		reverse(client);
		for (int rotation = 1; rotation <= 3; rotation++) {
			String former = this.simulator.platform().serialNumber();
			this.simulator.platform().rotate();
			this.simulator.platform().withdraw(former);
			reverse(client);
			assertThat(this.simulator.requests().of(Operation.CERTIFICATES)).hasSize(1 + rotation);
			this.simulator.advance(RefreshSettings.defaults().minInterval());
		}
	}

	/**
	 * When the certificates change, all calls wait for the download: behind their
	 * signatures and connections it would wait for itself.
	 */
	@Test
	void downloadWaitsBehindNoCall() {
		CountDownLatch end = new CountDownLatch(1);
		Scheduler oneThread = Schedulers.fromExecutorService(Executors.newSingleThreadExecutor());
		ConnectionSettings defaults = ConnectionSettings.defaults();
		try (WechatPayHkConnector oneConnection = WechatPayHkConnector.create(new ConnectionSettings(
				defaults.connectTimeout(), 1, defaults.maxPendingAcquires(), LONG_ENOUGH, LONG_ENOUGH, null))) {
			WechatPayHkClient client = client(certificates(),
					(builder) -> builder.connector(oneConnection).signingScheduler(oneThread));
			reverse(client);
			this.simulator.faults().inject(Fault.noResponse()).on(Operation.REVERSE);
			Disposable pending = ReverseOrderService.create(client)
				.reverse(order("UNANSWERED"))
				.subscribe(null, (ex) -> {
				});
			this.simulator.requests().await((request) -> request.target().contains("UNANSWERED"), LONG_ENOUGH);
			oneThread.schedule(() -> await(end));

			StepVerifier.create(client.platformKeys().find(SerialNumber.of("ABCDEF")))
				.expectComplete()
				.verify(LONG_ENOUGH);

			assertThat(this.simulator.requests().of(Operation.CERTIFICATES)).hasSize(2);
			pending.dispose();
		}
		finally {
			end.countDown();
			oneThread.dispose();
		}
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Test
	void announcedCertificateIsKnownBeforeItSigns() {
		WechatPayHkClient client = client(certificates());
		this.simulator.platform().announce();
		reverse(client);
		this.simulator.platform().rotate();
		reverse(client);
		assertThat(this.simulator.requests().of(Operation.CERTIFICATES)).hasSize(1);
	}

	@Test
	void nothingIsSentWithoutAUsableKey() {
		WechatPayHkClient client = client(PlatformTrust.certificates(ApiV3Key.of("NotTheApiV3KeyOfThisMerchant0123")));
		assertFails(client, WechatPayHkRequestException.class, (ex) -> {
			assertThat(ex.outcome()).isEqualTo(Outcome.NOT_SENT);
			assertThat(ex).hasMessageContaining("wechatpay.hk.api-v3-key");
		});
		assertThat(this.simulator.requests().of(Operation.REVERSE)).isEmpty();
	}

	@Test
	void merchantInPublicKeyModeIsToldSo() {
		this.simulator.close();
		this.simulator = start(PlatformMode.PUBLIC_KEY);
		assertFails(client(certificates()), WechatPayHkRequestException.class,
				(ex) -> assertThat(ex).hasMessageContaining("wechatpay.hk.public-key-id"));
		assertThat(this.simulator.requests().of(Operation.REVERSE)).isEmpty();
	}

	@Test
	void responseThatThePublicKeySignedSaysWhichKeyIsMissing() {
		WechatPayHkClient client = client(certificates());
		reverse(client);
		this.simulator.wireMock()
			.stubFor(WireMock.post(WireMock.urlPathMatching(".*/reverse"))
				.willReturn(WireMock.noContent()
					.withHeader("Wechatpay-Timestamp", Long.toString(this.clock.instant().getEpochSecond()))
					.withHeader("Wechatpay-Nonce", "c5ac7061fccab6bf3e254dcf98995b8c")
					.withHeader("Wechatpay-Signature", "c2lnbmF0dXJl")
					.withHeader("Wechatpay-Serial", "PUB_KEY_ID_0119")));
		assertFails(client, WechatPayHkSignatureException.class, (ex) -> {
			assertThat(ex.reason()).isEqualTo(WechatPayHkSignatureException.Reason.UNKNOWN_SERIAL);
			assertThat(ex).hasMessageContaining("set 'wechatpay.hk.public-key-id' and 'wechatpay.hk.public-key'")
				.hasMessageContaining("PUB_KEY_ID_0119");
		});
		assertThat(this.simulator.requests().of(Operation.CERTIFICATES)).hasSize(1);
	}

	@Test
	void refusedDownloadNamesTheSerialNumberThatItWasSignedUnder() {
		String unknown = "7777777777777777777777777777777777777777";
		WechatPayHkClient client = WechatPayHkClient
			.builder(MerchantIds.direct("1900000109"),
					new MerchantCredential(SerialNumber.of(unknown),
							Signer.rsa(this.simulator.merchant().privateKey())),
					certificates())
			.clock(this.clock)
			.baseUrl(this.simulator.baseUrl())
			.build();
		assertFails(client, WechatPayHkRequestException.class,
				(ex) -> assertThat(ex).hasMessageContaining("responded with 401 SIGN_ERROR")
					.hasMessageContaining("signed under serial number " + unknown + "; check that"));
	}

	@Test
	void unreachableListMeansNotSent() {
		assertFails(client(certificates(), (builder) -> builder.certificatesPath("http://127.0.0.1:1/none")),
				WechatPayHkRequestException.class, (ex) -> {
					assertThat(ex.outcome()).isEqualTo(Outcome.NOT_SENT);
					assertThat(ex).hasMessageContaining("No connection to '127.0.0.1'");
				});
		assertThat(this.simulator.requests().total()).isZero();
	}

	@Test
	void downloadsFromTheNextHostWhenTheFirstIsAway() {
		URI away = URI.create("http://127.0.0.1:1/hk/");
		WechatPayHkClient client = client(certificates(),
				(builder) -> builder.baseUrl(away).certificateHosts(List.of(away, this.simulator.baseUrl())));

		StepVerifier.create(client.warmUp()).expectComplete().verify(LONG_ENOUGH);

		assertThat(this.simulator.requests().of(Operation.CERTIFICATES)).hasSize(1);
	}

	@Test
	void downloadsFromTheNextHostWhenTheFirstFails() throws IOException {
		try (ProbeGateway failing = ProbeGateway.start(ProbeResponse.of(503))) {
			WechatPayHkClient client = client(certificates(), (builder) -> builder.baseUrl(failing.baseUrl())
				.certificateHosts(List.of(failing.baseUrl(), this.simulator.baseUrl())));

			StepVerifier.create(client.warmUp()).expectComplete().verify(LONG_ENOUGH);

			assertThat(failing.requests()).hasSize(1);
			assertThat(this.simulator.requests().of(Operation.CERTIFICATES)).hasSize(1);
		}
	}

	@Test
	void staysWithAHostThatIsNotTheFirst() {
		WechatPayHkClient client = client(certificates(),
				(builder) -> builder.baseUrl(URI.create("http://127.0.0.1:1/hk/"))
					.certificateHosts(List.of(URI.create("http://127.0.0.1:2/hk/"), this.simulator.baseUrl())));

		StepVerifier.create(client.warmUp()).expectError(WechatPayHkRequestException.class).verify(LONG_ENOUGH);

		assertThat(this.simulator.requests().total()).isZero();
	}

	@Test
	void responseWithAnUnknownSerialNumberAndAFailedRefreshIsUnknown() {
		WechatPayHkClient client = client(certificates());
		reverse(client);
		this.simulator.platform().rotate();
		this.simulator.wireMock()
			.stubFor(WireMock.get("/hk/v3/certificates").willReturn(WireMock.serviceUnavailable()));
		assertFails(client, WechatPayHkSignatureException.class, (ex) -> {
			assertThat(ex.outcome()).isEqualTo(Outcome.UNKNOWN);
			assertThat(ex.signatureStatus()).isEqualTo(SignatureStatus.INVALID);
			assertThat(ex.reason()).isEqualTo(WechatPayHkSignatureException.Reason.UNKNOWN_SERIAL);
			assertThat(ex).hasRootCauseMessage("WeChat Pay responded with 503, Request-ID none");
		});
		TrustState state = client.platformKeys().state();
		assertThat(state.isFailing()).isTrue();
		assertThat(state.keys()).hasSize(1);
	}

	@Test
	void listMayStandElsewhere() {
		WechatPayHkClient client = client(certificates(),
				(builder) -> builder.certificatesPath("/v3/global/certificates"));
		reverse(client);
		assertThat(this.simulator.requests().of(Operation.CERTIFICATES)).singleElement()
			.extracting(RecordedRequest::target)
			.isEqualTo("/v3/global/certificates");
	}

	@Test
	void publicKeyModeNeverAsksForCertificates() {
		this.simulator.close();
		this.simulator = start(PlatformMode.PUBLIC_KEY);
		WechatPayHkClient client = client(PlatformTrust.of(publicKey()));
		reverse(client);
		assertThat(this.simulator.requests().all()).singleElement()
			.satisfies((request) -> assertThat(request.header("Wechatpay-Serial"))
				.isEqualTo(this.simulator.platform().publicKeyId()));
	}

	@Test
	void bothModesTogetherNeedCertificatesOnlyWhenOneSigned() {
		PlatformTrust both = PlatformTrust.of(publicKey()).or(certificates());
		WechatPayHkClient client = client(both);
		// the gateway does not know of the switch yet, and signs with a certificate
		reverse(client);
		assertThat(this.simulator.requests().all()).extracting((request) -> request.route().operation())
			.containsExactly(Operation.REVERSE, Operation.CERTIFICATES);
		assertThat(client.platformKeys().state().keys()).hasSize(2);
		this.simulator.close();
		this.simulator = start(PlatformMode.BOTH);
		reverse(client(PlatformTrust.of(publicKey()).or(certificates())));
		assertThat(this.simulator.requests().of(Operation.CERTIFICATES)).isEmpty();
	}

	private PlatformTrust certificates() {
		return PlatformTrust.certificates(ApiV3Key.of(this.simulator.merchant().apiV3Key()));
	}

	private PlatformKeys publicKey() {
		return PlatformKeys.publicKey(SerialNumber.of(this.simulator.platform().publicKeyId()),
				this.simulator.platform().publicKey());
	}

	private WechatPayHkClient client(PlatformTrust trust) {
		return client(trust, (builder) -> {
		});
	}

	private WechatPayHkClient client(PlatformTrust trust, Consumer<WechatPayHkClientBuilder> customizer) {
		URI baseUrl = this.simulator.baseUrl();
		WechatPayHkClientBuilder builder = WechatPayHkClient
			.builder(MerchantIds.direct("1900000109"),
					new MerchantCredential(SerialNumber.of(this.simulator.merchant().serialNumber()),
							Signer.rsa(this.simulator.merchant().privateKey())),
					trust)
			.clock(this.clock)
			.baseUrl(baseUrl);
		customizer.accept(builder);
		return builder.build();
	}

	private void reverse(WechatPayHkClient client) {
		StepVerifier.create(ReverseOrderService.create(client).reverse(order(WechatPayHkSimulator.PAID_ORDER)))
			.expectComplete()
			.verify(LONG_ENOUGH);
	}

	private String order(String outTradeNo) {
		if (this.simulator.orders().find(outTradeNo) == null) {
			this.simulator.orders().put(SimulatedOrder.quickPay(outTradeNo).merchant(this.simulator.merchant()));
		}
		return outTradeNo;
	}

	private static <E extends WechatPayHkException> void assertFails(WechatPayHkClient client, Class<E> type,
			Consumer<E> requirements) {
		StepVerifier.create(ReverseOrderService.create(client).reverse(WechatPayHkSimulator.PAID_ORDER))
			.expectErrorSatisfies((error) -> assertThat(error).isInstanceOfSatisfying(type, requirements))
			.verify(LONG_ENOUGH);
	}

}
