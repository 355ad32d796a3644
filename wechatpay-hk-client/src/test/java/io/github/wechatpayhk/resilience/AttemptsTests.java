package io.github.wechatpayhk.resilience;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import ch.qos.logback.classic.Level;
import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.SignatureStatus;
import io.github.wechatpayhk.error.WechatPayHkApiException;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.error.WechatPayHkException.Attempt;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.error.WechatPayHkRequestException.Reason;
import io.github.wechatpayhk.error.WechatPayHkTransportException;
import io.github.wechatpayhk.error.WechatPayHkUnknownOutcomeException;
import io.github.wechatpayhk.fixture.CapturedLog;
import io.github.wechatpayhk.order.ReverseOrderRequest;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of a call whose attempts fail, in virtual time.
 */
class AttemptsTests {

	private static final ReverseOrderRequest ORDER = ReverseOrderRequest.outTradeNo(WechatPayHkSimulator.PAID_ORDER);

	private static final Duration TRAVEL = Duration.ofMillis(10);

	private static VirtualWorld.Gateway gateway;

	private final Deque<NetworkFault> faults = new ArrayDeque<>();

	private final List<WechatPayHkCallEvent> events = new ArrayList<>();

	private VirtualWorld world;

	private FaultyNetwork network;

	private ResilientCalls.Builder calls;

	@BeforeAll
	static void openGateway() {
		gateway = VirtualWorld.gateway();
	}

	@BeforeEach
	void createWorld() {
		this.world = VirtualWorld.around(gateway);
		this.network = new FaultyNetwork(this.world,
				() -> this.faults.isEmpty() ? NetworkFault.NONE : this.faults.removeFirst(), () -> TRAVEL);
		this.calls = ResilientCalls.builder(VirtualWorld.MCHID)
			.clock(this.world.clientClock())
			.scheduler(this.world.scheduler())
			.random(() -> 0.5)
			.listener(this.events::add);
	}

	@AfterEach
	void leaveWorld() {
		this.world.close();
	}

	private ReverseOrderService service(NetworkFault... script) {
		this.faults.addAll(List.of(script));
		return this.calls.build().decorate(ReverseOrderService.create(this.world.client(this.network)));
	}

	private Ending run(Mono<?> call) {
		Ending ending = new Ending();
		call.subscribe((value) -> {
		}, ending::failed, ending::completed);
		this.world.scheduler().advanceTimeBy(Duration.ofMinutes(2));
		return ending;
	}

	private <T extends WechatPayHkException> T failure(Class<T> type, Mono<?> call) {
		Ending ending = run(call);
		assertThat(ending.failures).singleElement().isInstanceOf(type);
		return type.cast(ending.failures.get(0));
	}

	@Test
	void repeatsWhatWasNotSentAfterDoubledWaits() {
		Ending ending = run(service(NetworkFault.CONNECTION_REFUSED, NetworkFault.CONNECTION_REFUSED).reverse(ORDER));

		assertThat(ending.completed).isEqualTo(Duration.ofMillis(200 + 400).plus(TRAVEL.multipliedBy(2)));
		assertThat(this.network.sent()).hasSize(1);
	}

	@Test
	void repeatsWhatIsUnknownWithNewSignatures() {
		Ending ending = run(service(NetworkFault.SYSTEM_ERROR, NetworkFault.RESET_AFTER_EFFECT).reverse(ORDER));

		assertThat(ending.completed).isNotNull();
		assertThat(this.network.sent()).extracting(FaultyNetwork.Sent::nonce).hasSize(3).doesNotHaveDuplicates();
	}

	@Test
	void doesNotRepeatARefusal() {
		WechatPayHkApiException ex = failure(WechatPayHkApiException.class,
				service(NetworkFault.FORBIDDEN).reverse(ORDER));

		assertThat(ex.outcome()).isEqualTo(Outcome.REJECTED);
		assertThat(ex.attempts()).singleElement().extracting(Attempt::status).isEqualTo(403);
		assertThat(this.network.sent()).hasSize(1);
	}

	@Test
	void doesNotRepeatABadArgument() {
		WechatPayHkRequestException ex = failure(WechatPayHkRequestException.class,
				service().reverse(ORDER.withSpMchid("1900000100")));

		assertThat(ex.reason()).isEqualTo(Reason.INVALID);
		assertThat(ex.attempts()).hasSize(1);
	}

	@Test
	void repeatsAnAttemptThatCouldNotBeSigned() {
		List<Integer> made = new ArrayList<>();
		Mono<String> call = this.calls.build()
			.call(WechatPayHkCall.of(WechatPayHkOperation.QUERY, "1"), (baseUrl) -> Mono.defer(() -> {
				made.add(1);
				return (made.size() < 3)
						? Mono.error(new WechatPayHkRequestException(Reason.NOT_SIGNED, "The vault is away", null))
						: Mono.just("signed");
			}));

		assertThat(run(call).completed).isNotNull();
		assertThat(made).hasSize(3);
	}

	@Test
	void staysUnknownWhenALaterAttemptIsRefused() {
		WechatPayHkUnknownOutcomeException ex = failure(WechatPayHkUnknownOutcomeException.class,
				service(NetworkFault.RESET_AFTER_EFFECT, NetworkFault.NOT_FOUND).reverse(ORDER));

		assertThat(ex.outcome()).isEqualTo(Outcome.UNKNOWN);
		assertThat(ex.last()).isInstanceOfSatisfying(WechatPayHkApiException.class,
				(last) -> assertThat(last.hasCode("ORDERNOTEXIST")).isTrue());
		assertThat(ex.signatureStatus()).isEqualTo(SignatureStatus.VERIFIED);
		assertThat(ex.requestId()).isNotNull().isEqualTo(ex.last().requestId());
		assertThat(ex.attempts()).extracting(Attempt::outcome).containsExactly(Outcome.UNKNOWN, Outcome.REJECTED);
		assertThat(ex).hasMessageContaining("UNKNOWN, 404 REJECTED");
	}

	@Test
	void staysUnknownWhenLaterAttemptsAreNotSent() {
		WechatPayHkUnknownOutcomeException ex = failure(WechatPayHkUnknownOutcomeException.class,
				service(NetworkFault.BAD_GATEWAY_AFTER_EFFECT, NetworkFault.CONNECTION_REFUSED,
						NetworkFault.CONNECTION_REFUSED)
					.reverse(ORDER));

		assertThat(ex.attempts()).extracting(Attempt::outcome)
			.containsExactly(Outcome.UNKNOWN, Outcome.NOT_SENT, Outcome.NOT_SENT);
	}

	@Test
	void isRejectedWhenNothingWasSentBeforeTheRefusal() {
		WechatPayHkApiException ex = failure(WechatPayHkApiException.class,
				service(NetworkFault.CONNECTION_REFUSED, NetworkFault.NOT_FOUND).reverse(ORDER));

		assertThat(ex.outcome()).isEqualTo(Outcome.REJECTED);
		assertThat(ex.attempts()).extracting(Attempt::outcome).containsExactly(Outcome.NOT_SENT, Outcome.REJECTED);
	}

	@Test
	void isNotSentWhenNoAttemptWas() {
		WechatPayHkTransportException ex = failure(WechatPayHkTransportException.class,
				service(NetworkFault.CONNECTION_REFUSED, NetworkFault.CONNECT_TIMEOUT, NetworkFault.CONNECTION_REFUSED)
					.reverse(ORDER));

		assertThat(ex.outcome()).isEqualTo(Outcome.NOT_SENT);
		assertThat(ex.attempts()).hasSize(3);
	}

	@Test
	void listsEveryAttempt() {
		WechatPayHkApiException ex = failure(WechatPayHkApiException.class,
				service(NetworkFault.SYSTEM_ERROR, NetworkFault.BAD_GATEWAY, NetworkFault.SYSTEM_ERROR).reverse(ORDER));

		assertThat(ex.status()).isEqualTo(500);
		assertThat(ex.attempts()).extracting(Attempt::status).containsExactly(500, 502, 500);
		assertThat(ex.attempts()).extracting(Attempt::signatureStatus)
			.containsExactly(SignatureStatus.VERIFIED, SignatureStatus.ABSENT, SignatureStatus.VERIFIED);
		assertThat(ex.attempts()).extracting(Attempt::requestId).doesNotContainNull().doesNotHaveDuplicates();
		assertThat(ex.attempts()).extracting(Attempt::time).isSorted().doesNotHaveDuplicates();
	}

	@Test
	void waitsAsLongAsTheResponseAsks() {
		run(service(NetworkFault.TOO_MANY_REQUESTS).reverse(ORDER));

		List<Duration> times = this.network.sent().stream().map(FaultyNetwork.Sent::at).toList();
		assertThat(times.get(1).minus(times.get(0))).isEqualTo(Duration.ofSeconds(1).plus(TRAVEL.multipliedBy(2)));
	}

	@Test
	void doesNotBeginAWaitThatWouldPassTheDeadline() {
		Ending ending = run(
				service(NetworkFault.TOO_MANY_REQUESTS).reverse(ORDER.withDeadline(Duration.ofMillis(900))));

		assertThat(ending.failed).isEqualTo(TRAVEL.multipliedBy(2));
		assertThat(ending.failures).singleElement().isInstanceOf(WechatPayHkApiException.class);
	}

	@Test
	void makesOneAttemptWhenRetriesAreOff() {
		this.calls.retry(RetrySettings.off());

		WechatPayHkApiException ex = failure(WechatPayHkApiException.class,
				service(NetworkFault.SYSTEM_ERROR).reverse(ORDER));

		assertThat(ex.attempts()).hasSize(1);
	}

	@Test
	void isUnknownWhenTheDeadlinePassesAfterSending() {
		Ending ending = run(service(NetworkFault.NO_RESPONSE).reverse(ORDER.withDeadline(Duration.ofSeconds(3))));

		assertThat(ending.failed).isEqualTo(Duration.ofSeconds(3));
		assertThat(ending.failures).singleElement()
			.isInstanceOfSatisfying(WechatPayHkTransportException.class, (ex) -> {
				assertThat(ex.outcome()).isEqualTo(Outcome.UNKNOWN);
				assertThat(ex.attempts()).hasSize(1);
			});
	}

	@Test
	void isNotSentWhenTheDeadlinePassesWithoutConnection() {
		Ending ending = run(service(NetworkFault.CONNECT_TIMEOUT).reverse(ORDER.withDeadline(Duration.ofSeconds(1))));

		assertThat(ending.failed).isEqualTo(Duration.ofSeconds(1));
		assertThat(ending.failures).singleElement()
			.extracting((ex) -> ((WechatPayHkException) ex).outcome())
			.isEqualTo(Outcome.NOT_SENT);
	}

	@Test
	void keepsTheConfiguredDeadlineOverAllAttempts() {
		this.calls.deadline(Duration.ofSeconds(10));

		Ending ending = run(service(NetworkFault.NO_RESPONSE, NetworkFault.NO_RESPONSE).reverse(ORDER));

		assertThat(ending.failed).isEqualTo(Duration.ofSeconds(10));
		assertThat(this.network.sent()).hasSize(2);
	}

	@Test
	void recordsACancellationAfterSending() {
		try (CapturedLog log = CapturedLog.at(Level.INFO)) {
			Disposable call = service(NetworkFault.NO_RESPONSE).reverse(ORDER).subscribe();
			this.world.scheduler().advanceTimeBy(Duration.ofSeconds(1));
			call.dispose();
			this.world.scheduler().advanceTimeBy(Duration.ofMinutes(1));

			assertThat(log.text().lines().filter((line) -> line.contains("ancelled"))).singleElement()
				.asString()
				.contains("UNKNOWN", WechatPayHkSimulator.PAID_ORDER);
		}
		assertThat(this.network.sent()).hasSize(1);
		assertThat(this.events).last()
			.isInstanceOfSatisfying(WechatPayHkCallEvent.Cancelled.class,
					(event) -> assertThat(event.outcome()).isEqualTo(Outcome.UNKNOWN));
	}

	@Test
	void recordsACancellationBeforeSending() {
		Disposable call = service(NetworkFault.CONNECTION_REFUSED).reverse(ORDER).subscribe();
		this.world.scheduler().advanceTimeBy(Duration.ofMillis(100));
		call.dispose();
		this.world.scheduler().advanceTimeBy(Duration.ofMinutes(1));

		assertThat(this.network.sent()).isEmpty();
		assertThat(this.events).last()
			.isInstanceOfSatisfying(WechatPayHkCallEvent.Cancelled.class,
					(event) -> assertThat(event.outcome()).isEqualTo(Outcome.NOT_SENT));
	}

	@Test
	void tellsWhatHappens() {
		run(service(NetworkFault.SYSTEM_ERROR).reverse(ORDER));

		assertThat(this.events).hasSize(3);
		assertThat(this.events.get(0)).isInstanceOfSatisfying(WechatPayHkCallEvent.AttemptFailed.class,
				(event) -> assertThat(event.number()).isEqualTo(1));
		assertThat(this.events.get(1)).isInstanceOfSatisfying(WechatPayHkCallEvent.RetryScheduled.class,
				(event) -> assertThat(event.pause()).isEqualTo(Duration.ofMillis(200)));
		assertThat(this.events.get(2)).isInstanceOfSatisfying(WechatPayHkCallEvent.Ended.class, (event) -> {
			assertThat(event.outcome()).isNull();
			assertThat(event.call().subject()).isEqualTo(WechatPayHkSimulator.PAID_ORDER);
		});
	}

	@Test
	void survivesAListenerThatFails() {
		this.calls.listener((event) -> {
			throw new IllegalStateException("listener");
		});

		try (CapturedLog log = CapturedLog.at(Level.WARN)) {
			assertThat(run(service(NetworkFault.SYSTEM_ERROR).reverse(ORDER)).completed).isNotNull();
			assertThat(log.text()).contains("A listener failed");
		}
	}

	@Test
	void neverRepeatsACharge() {
		List<Integer> made = new ArrayList<>();
		Mono<Object> call = this.calls.build()
			.call(WechatPayHkCall.of(WechatPayHkOperation.MICROPAY, "1"), (baseUrl) -> Mono.defer(() -> {
				made.add(1);
				return Mono.error(new WechatPayHkTransportException(Outcome.NOT_SENT, "No connection", null));
			}));

		assertThat(failure(WechatPayHkTransportException.class, call).attempts()).hasSize(1);
		assertThat(made).hasSize(1);
	}

	@Test
	void doesNotKnowWhatAForeignServiceHasDone() {
		Mono<Object> call = this.calls.retry(RetrySettings.off())
			.build()
			.call(WechatPayHkCall.of(WechatPayHkOperation.QUERY, "1"),
					(baseUrl) -> Mono.error(new IllegalStateException("foreign")));

		assertThat(failure(WechatPayHkTransportException.class, call).outcome()).isEqualTo(Outcome.UNKNOWN);
	}

	@Test
	void doesNotKnowWhatAForeignServiceIsDoingAtTheDeadline() {
		Mono<Object> call = this.calls.build()
			.call(WechatPayHkCall.of(WechatPayHkOperation.QUERY, "1"), (baseUrl) -> Mono.never());

		assertThat(failure(WechatPayHkTransportException.class, call).outcome()).isEqualTo(Outcome.UNKNOWN);
	}

	/**
	 * How a call ended, and when.
	 */
	private final class Ending {

		private final List<Throwable> failures = new ArrayList<>();

		private Duration failed = Duration.ZERO;

		private @Nullable Duration completed;

		void failed(Throwable failure) {
			this.failures.add(failure);
			this.failed = AttemptsTests.this.world.now();
		}

		void completed() {
			this.completed = AttemptsTests.this.world.now();
		}

	}

}
