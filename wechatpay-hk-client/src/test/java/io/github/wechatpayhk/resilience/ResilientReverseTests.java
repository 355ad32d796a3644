package io.github.wechatpayhk.resilience;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.error.WechatPayHkException.Attempt;
import io.github.wechatpayhk.error.WechatPayHkTransportException;
import io.github.wechatpayhk.merchant.MerchantCredential;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.order.ReverseOrderRequest;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.signature.Signer;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.fault.Fault;
import io.github.wechatpayhk.simulator.journal.RecordedRequest;
import io.github.wechatpayhk.simulator.order.TradeState;
import io.github.wechatpayhk.trust.PlatformKeys;
import io.github.wechatpayhk.webclient.ConnectionSettings;
import io.github.wechatpayhk.webclient.WechatPayHkConnector;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls with several attempts over real sockets, in real time.
 */
class ResilientReverseTests {

	private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

	private static final ReverseOrderRequest ORDER = ReverseOrderRequest.outTradeNo(WechatPayHkSimulator.PAID_ORDER);

	private static WechatPayHkSimulator simulator;

	private static WechatPayHkConnector connector;

	private final List<WechatPayHkCallEvent> events = new CopyOnWriteArrayList<>();

	@BeforeAll
	static void start() {
		simulator = WechatPayHkSimulator.start();
		connector = WechatPayHkConnector.create(ConnectionSettings.defaults());
		// deadlines of seconds must not be used up by the loading of classes
		StepVerifier.create(attempt(simulator.baseUrl()).reverse(ORDER)).expectComplete().verify(LONG_ENOUGH);
	}

	@AfterAll
	static void stop() {
		simulator.close();
		connector.close();
	}

	@BeforeEach
	void reset() {
		simulator.reset();
	}

	private static URI deserted() {
		// reserved: a free port could be somebody else's by the time that it is called
		return URI.create("http://127.0.0.1:1/hk/");
	}

	private static ReverseOrderService attempt(URI baseUrl, Signer signer, WechatPayHkConnector connector) {
		MerchantCredential credential = new MerchantCredential(SerialNumber.of(simulator.merchant().serialNumber()),
				signer);
		PlatformKeys keys = PlatformKeys.publicKey(SerialNumber.of(simulator.platform().publicKeyId()),
				simulator.platform().publicKey());
		return ReverseOrderService
			.create(WechatPayHkClient.builder(MerchantIds.direct(VirtualWorld.MCHID), credential, keys)
				.baseUrl(baseUrl)
				.connector(connector)
				.build());
	}

	private static ReverseOrderService attempt(URI baseUrl) {
		return attempt(baseUrl, Signer.rsa(simulator.merchant().privateKey()), connector);
	}

	private ResilientCalls.Builder calls() {
		return ResilientCalls.builder(VirtualWorld.MCHID).listener(this.events::add);
	}

	private static void assertFails(Mono<?> call, Outcome outcome, Outcome... attempts) {
		StepVerifier.create(call)
			.expectErrorSatisfies(
					(error) -> assertThat(error).isInstanceOfSatisfying(WechatPayHkException.class, (ex) -> {
						assertThat(ex.outcome()).isEqualTo(outcome);
						assertThat(ex.attempts()).extracting(Attempt::outcome).containsExactly(attempts);
					}))
			.verify(LONG_ENOUGH);
	}

	private static List<String> authorizations() {
		return simulator.requests()
			.all()
			.stream()
			.map(RecordedRequest::request)
			.map((request) -> String.valueOf(request.headers().first("Authorization")))
			.toList();
	}

	@ParameterizedTest
	@ValueSource(strings = { "reset-before-effect", "reset-after-effect", "unsigned", "tampered", "truncated",
			"accepted", "accepted+after-effect", "too-many-requests", "system-error", "bad-gateway-html",
			"bad-gateway-html+after-effect", "signtest", "unknown-serial" })
	void completesInSpiteOfOneBadAttempt(String fault) {
		simulator.faults().inject(Fault.parse(fault)).once();

		StepVerifier.create(calls().build().decorate(attempt(simulator.baseUrl())).reverse(ORDER))
			.expectComplete()
			.verify(LONG_ENOUGH);

		assertThat(simulator.orders().state(WechatPayHkSimulator.PAID_ORDER)).isEqualTo(TradeState.REVOKED);
		assertThat(authorizations()).hasSize(2).doesNotHaveDuplicates();
	}

	@Test
	void staysUnknownAfterARefusal() {
		simulator.faults().inject(Fault.resetAfterEffect()).once();
		simulator.faults().inject(Fault.notFound());

		assertFails(calls().build().decorate(attempt(simulator.baseUrl())).reverse(ORDER), Outcome.UNKNOWN,
				Outcome.UNKNOWN, Outcome.REJECTED);
	}

	@Test
	void isNotSentWithoutConnection() throws IOException {
		assertFails(calls().build().decorate(attempt(deserted())).reverse(ORDER), Outcome.NOT_SENT, Outcome.NOT_SENT,
				Outcome.NOT_SENT, Outcome.NOT_SENT);
	}

	@Test
	void fallsBackToAnotherHostAndSignsAnew() throws IOException {
		URI deserted = deserted();
		ReverseOrderService service = calls().failover(FailoverSettings.of(deserted, simulator.baseUrl()))
			.build()
			.decorate(attempt(deserted));

		StepVerifier.create(service.reverse(ORDER).repeat(1)).expectComplete().verify(LONG_ENOUGH);

		assertThat(simulator.requests().all()).hasSize(2)
			.allSatisfy((request) -> assertThat(request.isSignatureVerified()).isTrue());
		assertThat(authorizations()).doesNotHaveDuplicates();
		assertThat(this.events).filteredOn((event) -> event instanceof WechatPayHkCallEvent.HostChanged).hasSize(1);
	}

	@Test
	void goesWhereTheRequestSaysInSpiteOfFailover() throws IOException {
		ReverseOrderService service = calls().failover(FailoverSettings.of(deserted(), deserted()))
			.build()
			.decorate(attempt(deserted()));

		StepVerifier.create(service.reverse(ORDER.withBaseUrl(simulator.baseUrl())))
			.expectComplete()
			.verify(LONG_ENOUGH);
	}

	@Test
	void isNotSentWhenTheDeadlineFindsNoConnectionInThePool() {
		simulator.faults().inject(Fault.latency(Duration.ofSeconds(5)));
		WechatPayHkConnector narrow = WechatPayHkConnector.create(new ConnectionSettings(Duration.ofSeconds(2), 1, -1,
				Duration.ofSeconds(20), Duration.ofSeconds(7), null));
		ReverseOrderService service = calls().build()
			.decorate(attempt(simulator.baseUrl(), Signer.rsa(simulator.merchant().privateKey()), narrow));
		Mono<Void> first = service.reverse(ORDER);
		Mono<Void> second = service.reverse(ORDER.withDeadline(Duration.ofSeconds(2)));

		StepVerifier
			.create(Mono.when(first, firstArrived().then(second).onErrorResume(WechatPayHkException.class, (ex) -> {
				assertThat(ex.outcome()).isEqualTo(Outcome.NOT_SENT);
				return Mono.empty();
			})))
			.expectComplete()
			.verify(LONG_ENOUGH);
		narrow.close();
	}

	@Test
	void aPoolWithoutAFreeConnectionDoesNotOpenTheCircuitOfAHost() {
		simulator.faults().inject(Fault.noResponse()).once();
		WechatPayHkConnector narrow = WechatPayHkConnector.create(new ConnectionSettings(Duration.ofSeconds(2), 1, -1,
				Duration.ofMillis(100), Duration.ofSeconds(7), null));
		ReverseOrderService service = calls().retry(RetrySettings.off())
			.failover(FailoverSettings.of(simulator.baseUrl(), deserted()))
			.build()
			.decorate(attempt(simulator.baseUrl(), Signer.rsa(simulator.merchant().privateKey()), narrow));
		Disposable first = service.reverse(ORDER).subscribe((value) -> {
		}, (error) -> {
		});

		StepVerifier.create(firstArrived().then(service.reverse(ORDER)))
			.expectErrorSatisfies((error) -> assertThat(error)
				.isInstanceOfSatisfying(WechatPayHkTransportException.class, (ex) -> assertThat(ex.isLocal()).isTrue()))
			.verify(LONG_ENOUGH);
		first.dispose();
		narrow.close();

		assertThat(this.events).noneMatch(WechatPayHkCallEvent.HostChanged.class::isInstance);
	}

	private static Mono<Integer> firstArrived() {
		return Mono.fromSupplier(() -> simulator.requests().all().size())
			.filter((arrived) -> arrived > 0)
			.repeatWhenEmpty(Integer.MAX_VALUE, (empty) -> empty.delayElements(Duration.ofMillis(20)));
	}

	@Test
	void isNotSentWhenTheDeadlineFindsTheSignerAtWork() {
		ReverseOrderService service = calls().build()
			.decorate(attempt(simulator.baseUrl(), (message) -> Mono.never(), connector));

		assertFails(service.reverse(ORDER.withDeadline(Duration.ofSeconds(3))), Outcome.NOT_SENT, Outcome.NOT_SENT);
	}

	@Test
	void isUnknownWhenTheDeadlineFindsNoResponse() {
		simulator.faults().inject(Fault.noResponse());

		assertFails(calls().build()
			.decorate(attempt(simulator.baseUrl()))
			.reverse(ORDER.withDeadline(Duration.ofSeconds(4))), Outcome.UNKNOWN, Outcome.UNKNOWN);
	}

	@Test
	void fixesASignerThatFailsOnce() {
		Signer sound = Signer.rsa(simulator.merchant().privateKey());
		List<Integer> asked = new ArrayList<>();
		Signer shaky = (message) -> {
			asked.add(1);
			return (asked.size() == 1) ? Mono.error(new IllegalStateException("vault")) : sound.sign(message);
		};

		StepVerifier.create(calls().build().decorate(attempt(simulator.baseUrl(), shaky, connector)).reverse(ORDER))
			.expectComplete()
			.verify(LONG_ENOUGH);
		assertThat(asked).hasSize(2);
	}

	@Test
	void stopsAtOnceWhenCancelled() {
		simulator.faults().inject(Fault.systemError());

		StepVerifier.create(calls().build().decorate(attempt(simulator.baseUrl())).reverse(ORDER))
			.thenAwait(Duration.ofMillis(1))
			.thenCancel()
			.verify(LONG_ENOUGH);

		assertThat(this.events).last().isInstanceOf(WechatPayHkCallEvent.Cancelled.class);
	}

}
