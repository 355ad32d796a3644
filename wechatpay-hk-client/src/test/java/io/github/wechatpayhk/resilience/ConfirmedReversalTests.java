package io.github.wechatpayhk.resilience;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.error.WechatPayHkException.Attempt;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.merchant.MerchantCredential;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.order.QueryOrderService;
import io.github.wechatpayhk.order.ReverseOrderRequest;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.wire.Connector;
import io.github.wechatpayhk.wire.WireGateway;
import io.github.wechatpayhk.wire.WireKeys;
import io.github.wechatpayhk.wire.WireRequest;
import io.github.wechatpayhk.wire.WireResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A 204 names no order. The query that confirms it does.
 */
class ConfirmedReversalTests {

	private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

	private static final ReverseOrderRequest ORDER = ReverseOrderRequest.outTradeNo("T1");

	private static final String REVERSE = "POST /hk/v3/transactions/out-trade-no/T1/reverse";

	private static final String QUERY = "GET /hk/v3/transactions/out-trade-no/T1?mchid=1900000109";

	private final Queue<WireResponse> queries = new ConcurrentLinkedQueue<>();

	private final WireGateway gateway = WireGateway.start(this::respond);

	private final List<WechatPayHkCallEvent> events = new CopyOnWriteArrayList<>();

	@AfterEach
	void stop() {
		this.gateway.close();
	}

	private WireResponse respond(WireRequest request) {
		WireResponse query = request.method().equals("GET") ? this.queries.poll() : WireResponse.signed(204, "");
		return (query != null) ? query : WireResponse.unsigned(503, "");
	}

	private static WireResponse order(String state) {
		return WireResponse.signed(200,
				"{\"mchid\":\"1900000109\",\"out_trade_no\":\"T1\",\"trade_state\":\"" + state + "\"}");
	}

	private static WechatPayHkClient client(URI baseUrl) {
		return WechatPayHkClient
			.builder(MerchantIds.direct(WireKeys.MCHID), WireKeys.credential(), WireKeys.platformKeys())
			.baseUrl(baseUrl)
			.connector(Connector.OURS.get())
			.build();
	}

	private ResilientCalls.Builder calls() {
		return ResilientCalls.builder(WireKeys.MCHID)
			.retry(new RetrySettings(3, Duration.ZERO, 0))
			.deadline(Duration.ofSeconds(50))
			.listener(this.events::add);
	}

	private ReverseOrderService service(ResilientCalls.Builder calls) {
		WechatPayHkClient client = client(this.gateway.baseUrl());
		return calls.build().decorate(ReverseOrderService.create(client), QueryOrderService.create(client));
	}

	private List<String> requests() {
		return this.gateway.requests().stream().map((request) -> request.method() + ' ' + request.target()).toList();
	}

	private static WechatPayHkException failure(Mono<?> call) {
		Queue<WechatPayHkException> failures = new ArrayDeque<>();
		StepVerifier.create(call).expectErrorSatisfies((error) -> {
			assertThat(error).isInstanceOf(WechatPayHkException.class);
			failures.add((WechatPayHkException) error);
		}).verify(LONG_ENOUGH);
		return failures.remove();
	}

	@ParameterizedTest
	@ValueSource(strings = { "REVOKED", "CLOSED" })
	void completesWhenTheQueryShowsTheOrderAsReversedOrClosed(String state) {
		this.queries.add(order(state));

		StepVerifier.create(service(calls()).reverse(ORDER.withConfirmation())).expectComplete().verify(LONG_ENOUGH);

		assertThat(requests()).containsExactly(REVERSE, QUERY);
	}

	@ParameterizedTest
	@ValueSource(strings = { "SUCCESS", "NOTPAY", "USERPAYING", "PAYERROR", "REFUND", "SURPRISE" })
	void isUnknownWhenTheQueryShowsAnythingElse(String state) {
		for (int i = 0; i < 3; i++) {
			this.queries.add(order(state));
		}

		WechatPayHkException failure = failure(service(calls()).reverse(ORDER.withConfirmation()));

		assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
		assertThat(failure).hasMessageContaining("not confirmed").hasMessageContaining(state);
		assertThat(failure.attempts()).extracting(Attempt::outcome)
			.containsExactly(Outcome.UNKNOWN, Outcome.UNKNOWN, Outcome.UNKNOWN);
		assertThat(requests()).containsExactly(REVERSE, QUERY, REVERSE, QUERY, REVERSE, QUERY);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"out_trade_no\":\"T2\",\"trade_state\":\"REVOKED\"}",
			"{\"mchid\":\"1900000110\",\"out_trade_no\":\"T1\",\"trade_state\":\"REVOKED\"}",
			"{\"trade_state\":\"REVOKED\"}", "{}", "" })
	void isUnknownWhenTheQueryIsAboutAnotherOrder(String body) {
		this.queries.add(WireResponse.signed(200, body));

		assertThat(failure(service(calls().retry(RetrySettings.off())).reverse(ORDER.withConfirmation())).outcome())
			.isEqualTo(Outcome.UNKNOWN);
	}

	@Test
	void isUnknownWhenTheQueryIsRejected() {
		this.queries.add(WireResponse.signed(404, "{\"code\":\"ORDER_NOT_EXIST\"}"));

		WechatPayHkException failure = failure(
				service(calls().retry(RetrySettings.off())).reverse(ORDER.withConfirmation()));

		assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
		assertThat(failure).hasMessageContaining("not confirmed").hasMessageContaining("ORDER_NOT_EXIST");
		assertThat(failure.attempts()).extracting(Attempt::outcome).containsExactly(Outcome.UNKNOWN);
	}

	@Test
	void isUnknownWhenTheQueryIsNotSent() {
		WechatPayHkClient client = client(this.gateway.baseUrl());
		ReverseOrderService service = calls().retry(RetrySettings.off())
			.build()
			.decorate(ReverseOrderService.create(client),
					(order) -> Mono.error(new WechatPayHkRequestException("There is no key")));

		assertThat(failure(service.reverse(ORDER.withConfirmation())).outcome()).isEqualTo(Outcome.UNKNOWN);
	}

	@Test
	void isUnknownWhenTheQueryShowsNothing() {
		WechatPayHkClient client = client(this.gateway.baseUrl());
		ReverseOrderService service = calls().retry(RetrySettings.off())
			.build()
			.decorate(ReverseOrderService.create(client), (order) -> Mono.empty());

		assertThat(failure(service.reverse(ORDER.withConfirmation())).outcome()).isEqualTo(Outcome.UNKNOWN);
	}

	@Test
	void repeatsBothAfterAQueryThatFailed() {
		this.queries.addAll(List.of(WireResponse.none(), order("SUCCESS"), order("REVOKED")));

		StepVerifier.create(service(calls()).reverse(ORDER.withConfirmation())).expectComplete().verify(LONG_ENOUGH);

		assertThat(requests()).containsExactly(REVERSE, QUERY, REVERSE, QUERY, REVERSE, QUERY);
	}

	@Test
	void queriesByTransactionIdAndInTheNameOfTheRequest() {
		this.queries.add(WireResponse.signed(200,
				"{\"sp_mchid\":\"11\",\"sub_mchid\":\"12\",\"id\":\"42\",\"out_trade_no\":\"T1\",\"trade_state\":\"REVOKED\"}"));

		StepVerifier.create(service(calls()).reverse(ReverseOrderRequest.transactionId("42")
			.withMerchantIds(MerchantIds.institution("11", "12"))
			.withConfirmation())).expectComplete().verify(LONG_ENOUGH);

		assertThat(requests()).containsExactly("POST /hk/v3/transactions/id/42/reverse",
				"GET /hk/v3/transactions/id/42?sp_mchid=11&sub_mchid=12");
	}

	@Test
	void isOffUntilItIsConfiguredOrRequested() {
		this.queries.addAll(List.of(order("REVOKED"), order("REVOKED")));

		StepVerifier
			.create(service(calls()).reverse(ORDER)
				.then(service(calls().confirmReversals(true)).reverse(ORDER.withConfirmation(false)))
				.then(service(calls().confirmReversals(true)).reverse(ORDER)))
			.expectComplete()
			.verify(LONG_ENOUGH);

		assertThat(requests()).containsExactly(REVERSE, REVERSE, REVERSE, QUERY);
	}

	@Test
	void holdsForOtherMerchants() {
		this.queries.add(order("REVOKED"));
		WechatPayHkClient client = client(this.gateway.baseUrl());
		ReverseOrderService service = calls().confirmReversals(true)
			.build()
			.forMerchant(CallingMerchant.of(WireKeys.MCHID), this.gateway.baseUrl())
			.decorate(ReverseOrderService.create(client), QueryOrderService.create(client));

		StepVerifier.create(service.reverse(ORDER)).expectComplete().verify(LONG_ENOUGH);

		assertThat(requests()).containsExactly(REVERSE, QUERY);
	}

	@Test
	void isNotSentByAServiceThatCannotQuery() {
		ReverseOrderService single = ReverseOrderService.create(client(this.gateway.baseUrl()));

		for (Mono<Void> call : List.of(single.reverse(ORDER.withConfirmation()),
				calls().build().decorate(single).reverse(ORDER.withConfirmation()),
				calls().confirmReversals(true).build().decorate(single).reverse(ORDER))) {
			assertThat(failure(call).outcome()).isEqualTo(Outcome.NOT_SENT);
		}
		assertThat(requests()).isEmpty();
	}

	@Test
	void queriesWhereTheReverseWent() {
		this.queries.addAll(List.of(order("REVOKED"), order("REVOKED")));
		WechatPayHkClient client = client(WireGateway.deserted());
		ReverseOrderService service = calls()
			.failover(FailoverSettings.of(WireGateway.deserted(), this.gateway.baseUrl()))
			.build()
			.decorate(ReverseOrderService.create(client), QueryOrderService.create(client));

		StepVerifier
			.create(service.reverse(ORDER.withConfirmation())
				.then(service.reverse(ORDER.withConfirmation().withBaseUrl(this.gateway.baseUrl().resolve("/other/")))))
			.expectComplete()
			.verify(LONG_ENOUGH);

		assertThat(requests()).containsExactly(REVERSE, QUERY, REVERSE.replace("/hk/", "/other/"),
				QUERY.replace("/hk/", "/other/"));
	}

	@Test
	void keepsTheRateLimitOfQueries() {
		this.queries.add(order("REVOKED"));
		RateLimiter rateLimit = RateLimiter.create(RateLimitSettings.defaults(),
				RateLimitBuckets.local(Schedulers.parallel()), Schedulers.parallel());

		StepVerifier.create(service(calls().rateLimit(rateLimit)).reverse(ORDER.withConfirmation()))
			.expectComplete()
			.verify(LONG_ENOUGH);

		assertThat(this.events).filteredOn(WechatPayHkCallEvent.RateLimitWaited.class::isInstance)
			.extracting((event) -> ((WechatPayHkCallEvent.RateLimitWaited) event).call().operation())
			.containsExactly(WechatPayHkOperation.REVERSE, WechatPayHkOperation.QUERY);
	}

	@Test
	void isUnknownWhenTheRateLimitOfQueriesLeavesNoTime() {
		this.queries.add(order("REVOKED"));
		RateLimiter rateLimit = RateLimiter.create(
				new RateLimitSettings(Map.of(WechatPayHkOperation.QUERY, 1), Duration.ofMinutes(10)),
				RateLimitBuckets.local(Schedulers.parallel()), Schedulers.parallel());
		ReverseOrderService service = service(calls().retry(RetrySettings.off()).rateLimit(rateLimit));

		StepVerifier.create(service.reverse(ORDER.withConfirmation())).expectComplete().verify(LONG_ENOUGH);
		WechatPayHkException failure = failure(service.reverse(ORDER.withConfirmation()));

		assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
		assertThat(requests()).containsExactly(REVERSE, QUERY, REVERSE);
	}

	@Test
	void isUnknownWhenItIsCancelledDuringTheQuery() {
		Sinks.Empty<Void> querying = Sinks.empty();
		CountDownLatch cancelled = new CountDownLatch(1);
		WechatPayHkClient client = client(this.gateway.baseUrl());
		ReverseOrderService service = calls().listener((event) -> {
			if (event instanceof WechatPayHkCallEvent.Cancelled) {
				cancelled.countDown();
			}
		}).build().decorate(ReverseOrderService.create(client), (order) -> Mono.defer(() -> {
			querying.tryEmitEmpty();
			return Mono.never();
		}));
		Disposable call = service.reverse(ORDER.withConfirmation()).subscribe();

		StepVerifier.create(querying.asMono().doOnSuccess((begun) -> call.dispose()))
			.expectComplete()
			.verify(LONG_ENOUGH);

		assertThat(cancelled.getCount()).isZero();
		assertThat(this.events).last()
			.isInstanceOfSatisfying(WechatPayHkCallEvent.Cancelled.class,
					(event) -> assertThat(event.outcome()).isEqualTo(Outcome.UNKNOWN));
	}

	/**
	 * A reverse that is not made by this client tells nothing of its progress.
	 */
	@Test
	void isUnknownWhenTheDeadlinePassesBeforeTheQueryIsSent() {
		WechatPayHkClient unsigned = WechatPayHkClient
			.builder(MerchantIds.direct(WireKeys.MCHID),
					new MerchantCredential(SerialNumber.of(WireKeys.MERCHANT_SERIAL), (message) -> Mono.never()),
					WireKeys.platformKeys())
			.baseUrl(this.gateway.baseUrl())
			.connector(Connector.OURS.get())
			.build();
		ReverseOrderService service = calls().build()
			.decorate((request) -> Mono.empty(), QueryOrderService.create(unsigned));

		assertThat(failure(service.reverse(ORDER.withConfirmation().withDeadline(Duration.ofSeconds(2)))).outcome())
			.isEqualTo(Outcome.UNKNOWN);
		assertThat(requests()).isEmpty();
	}

	@Test
	void isUnknownWhenTheDeadlinePassesDuringTheQuery() {
		WechatPayHkClient client = client(this.gateway.baseUrl());
		ReverseOrderService service = calls().build()
			.decorate(ReverseOrderService.create(client), (order) -> Mono.never());

		assertThat(failure(service.reverse(ORDER.withConfirmation().withDeadline(Duration.ofSeconds(5)))).outcome())
			.isEqualTo(Outcome.UNKNOWN);
	}

}
