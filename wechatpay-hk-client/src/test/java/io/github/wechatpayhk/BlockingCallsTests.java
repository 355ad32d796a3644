package io.github.wechatpayhk;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.fixture.CapturedLog;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.order.CloseOrderService;
import io.github.wechatpayhk.order.MicropayRequest;
import io.github.wechatpayhk.order.MicropayService;
import io.github.wechatpayhk.order.OrderAmount;
import io.github.wechatpayhk.order.OrderReference;
import io.github.wechatpayhk.order.PlaceOrderRequest;
import io.github.wechatpayhk.order.PlaceOrderService;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.order.TradeType;
import io.github.wechatpayhk.quickpay.QuickPay;
import io.github.wechatpayhk.quickpay.QuickPayIntent;
import io.github.wechatpayhk.quickpay.QuickPayIntent.GivenUp;
import io.github.wechatpayhk.quickpay.QuickPayIntents;
import io.github.wechatpayhk.quickpay.QuickPayResult;
import io.github.wechatpayhk.quickpay.QuickPayServices;
import io.github.wechatpayhk.refund.RefundAmount;
import io.github.wechatpayhk.refund.RefundRequest;
import io.github.wechatpayhk.refund.RefundService;
import io.github.wechatpayhk.resilience.ResilientCalls;
import io.github.wechatpayhk.resilience.ResilientServices;
import io.github.wechatpayhk.submerchant.SubMerchantBusiness;
import io.github.wechatpayhk.submerchant.SubMerchantContact;
import io.github.wechatpayhk.submerchant.SubMerchantDetails;
import io.github.wechatpayhk.submerchant.SubMerchantRequest;
import io.github.wechatpayhk.submerchant.SubMerchantService;
import io.github.wechatpayhk.wire.Connector;
import io.github.wechatpayhk.wire.WireGateway;
import io.github.wechatpayhk.wire.WireKeys;
import io.github.wechatpayhk.wire.WireRequest;
import io.github.wechatpayhk.wire.WireResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.test.StepVerifier;

import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Reactor throws when {@code block()} is called on an event loop, but only after it has
 * subscribed: nothing may be sent behind that exception.
 */
class BlockingCallsTests {

	private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

	private static final OrderReference ORDER = OrderReference.outTradeNo("BLOCKED");

	private final WireGateway gateway = WireGateway.start((request) -> WireResponse.signed(204, ""));

	private final WechatPayHkClient client = WechatPayHkClient
		.builder(MerchantIds.direct(WireKeys.MCHID), WireKeys.credential(), WireKeys.platformKeys())
		.appid("wx8888888888888888")
		.baseUrl(this.gateway.baseUrl())
		.connector(Connector.OURS.get())
		.build();

	@AfterEach
	void closeGateway() {
		this.gateway.close();
	}

	static Stream<Named<Function<WechatPayHkClient, Mono<?>>>> calls() {
		return Stream.of(call("reverse", (client) -> ReverseOrderService.create(client).reverse("BLOCKED")),
				call("resilient reverse", (client) -> resilient(client).reverse("BLOCKED")),
				call("micropay", (client) -> MicropayService.create(client).pay(payment())),
				call("resilient micropay",
						(client) -> services().micropay(MicropayService.create(client)).pay(payment())),
				call("close", (client) -> CloseOrderService.create(client).close(ORDER)),
				call("resilient close", (client) -> services().close(CloseOrderService.create(client)).close(ORDER)),
				call("place", (client) -> PlaceOrderService.create(client).place(order())),
				call("resilient place", (client) -> services().place(PlaceOrderService.create(client)).place(order())),
				call("refund", (client) -> RefundService.create(client).refund(refund())),
				call("resilient refund", (client) -> services().refund(RefundService.create(client)).refund(refund())),
				call("add sub-merchant", (client) -> subMerchants(client).add(subMerchant())),
				call("resilient add sub-merchant",
						(client) -> services().subMerchant(subMerchants(client)).add(subMerchant())),
				call("signed client",
						(client) -> client.webClient().post().uri("BLOCKED").retrieve().toBodilessEntity()),
				call("Quick Pay", (client) -> QuickPay.create(client).pay(payment())),
				call("Quick Pay with intents in a database",
						(client) -> QuickPay.builder(QuickPayServices.of(client))
							.intents(new SlowIntents())
							.build()
							.pay(payment())),
				call("Quick Pay, resumed", (client) -> QuickPay.create(client)
					.resume(new QuickPayIntent("BLOCKED", client.shopIds(), OrderAmount.hkd(1), Instant.now()))));
	}

	static Stream<Named<Function<Mono<?>, ?>>> blocks() {
		return Stream.of(block("block", Mono::block), block("block with a time", (mono) -> mono.block(LONG_ENOUGH)),
				block("blockOptional", Mono::blockOptional),
				block("blockOptional with a time", (mono) -> mono.blockOptional(LONG_ENOUGH)),
				block("blockFirst", (mono) -> mono.flux().blockFirst()),
				block("blockFirst with a time", (mono) -> mono.flux().blockFirst(LONG_ENOUGH)),
				block("blockLast", (mono) -> mono.flux().blockLast()),
				block("blockLast with a time", (mono) -> mono.flux().blockLast(LONG_ENOUGH)),
				block("toStream", (mono) -> mono.flux().toStream().count()),
				block("toIterable", (mono) -> mono.flux().toIterable().iterator().hasNext()),
				block("block behind operators",
						(mono) -> Mono.just(1)
							.flatMap((one) -> mono)
							.timeout(LONG_ENOUGH)
							.map(Object::toString)
							.doFinally((signal) -> {
							})
							.contextWrite((context) -> context.put("key", "value"))
							.log()
							.block()),
				block("block behind a cache", (mono) -> mono.cache().block()),
				block("block behind repeated attempts", (mono) -> mono.retry(3).block()),
				block("block on one of several",
						(mono) -> Flux.just(1, 2).flatMap((each) -> mono).then(Mono.just(1)).block()));
	}

	static Stream<Arguments> threads() {
		return Stream.of(Schedulers.parallel(), Schedulers.single())
			.flatMap((scheduler) -> blocks().map((block) -> Arguments.of(scheduler, block)));
	}

	private static Named<Function<WechatPayHkClient, Mono<?>>> call(String name,
			Function<WechatPayHkClient, Mono<?>> call) {
		return Named.of(name, call);
	}

	private static Named<Function<Mono<?>, ?>> block(String name, Function<Mono<?>, ?> block) {
		return Named.of(name, block);
	}

	private static ReverseOrderService resilient(WechatPayHkClient client) {
		return ResilientCalls.builder(WireKeys.MCHID).build().decorate(ReverseOrderService.create(client));
	}

	private static SubMerchantService subMerchants(WechatPayHkClient client) {
		return SubMerchantService.create(WechatPayHkClient
			.builder(MerchantIds.institution(WireKeys.MCHID, null), WireKeys.credential(), WireKeys.platformKeys())
			.spAppid("wx8888888888888888")
			.baseUrl(client.baseUrl())
			.connector(Connector.OURS.get())
			.build());
	}

	private static SubMerchantRequest subMerchant() {
		return SubMerchantRequest.of("BLOCKED",
				SubMerchantDetails.builder("a", "b")
					.officePhone("1")
					.contact(SubMerchantContact.of("c", "2", "d"))
					.businessCategory(1)
					.merchantType("ENTERPRISE", "344")
					.business(SubMerchantBusiness.of("BOTH"))
					.build());
	}

	private static ResilientServices services() {
		return new ResilientServices(ResilientCalls.builder(WireKeys.MCHID).build());
	}

	private static MicropayRequest payment() {
		return MicropayRequest.builder("BLOCKED", "120061098828009400", OrderAmount.hkd(888))
			.description("x")
			.merchantCategoryCode("1011")
			.build();
	}

	private static PlaceOrderRequest order() {
		return PlaceOrderRequest.builder(TradeType.NATIVE, "BLOCKED", OrderAmount.hkd(888))
			.description("x")
			.notifyUrl("https://shop.example.com/wxpay/notify")
			.merchantCategoryCode("4111")
			.build();
	}

	private static RefundRequest refund() {
		return RefundRequest.builder(ORDER, "R1", RefundAmount.full(OrderAmount.hkd(888))).build();
	}

	@ParameterizedTest
	@MethodSource("calls")
	void areRefusedInAWebFluxHandler(Function<WechatPayHkClient, Mono<?>> call) {
		try (CapturedLog log = CapturedLog.at(Level.WARN)) {
			Throwable failure = inHandler(() -> call.apply(this.client).block());

			assertThat(failure).isInstanceOf(IllegalStateException.class)
				.hasMessageContaining("not supported in thread");
			assertNothingWasSent();
			assertThat(log.text()).contains("which must not block: return the Mono instead", "; nothing was sent");
		}
	}

	@ParameterizedTest
	@MethodSource("threads")
	void areRefusedWhereverReactorThrows(Scheduler scheduler, Function<Mono<?>, ?> block) {
		AtomicReference<Throwable> outcome = new AtomicReference<>();
		Mono<Void> call = ReverseOrderService.create(this.client).reverse("BLOCKED").doOnError(outcome::set);

		StepVerifier.create(Mono.fromCallable(() -> block.apply(call)).subscribeOn(scheduler))
			.expectErrorSatisfies((ex) -> assertThat(ex).isInstanceOf(IllegalStateException.class)
				.hasMessageContaining("not supported in thread"))
			.verify(LONG_ENOUGH);

		assertThat(outcome.get()).isInstanceOfSatisfying(WechatPayHkRequestException.class, (ex) -> {
			assertThat(ex.reason()).isEqualTo(WechatPayHkRequestException.Reason.NON_BLOCKING_THREAD);
			assertThat(ex.isRepeatable()).isFalse();
		}).hasMessageStartingWith("The call was blocked on in thread '");
		assertNothingWasSent();
	}

	@Test
	void leaveOneLineAboutTheCall() {
		try (CapturedLog log = CapturedLog.at(Level.WARN)) {
			assertThat(inHandler(() -> resilient(this.client).reverse("BLOCKED").block())).isNotNull();

			assertThat(log.calls()).singleElement()
				.asString()
				.startsWith("WeChat Pay call failed: operation=REVERSE order=BLOCKED")
				.contains("outcome=NOT_SENT attempts=0");
		}
	}

	@Test
	void areMadeInAWebFluxHandlerThatReturnsTheMono() {
		StepVerifier.create(handled(() -> resilient(this.client).reverse("T1").thenReturn("done")))
			.expectNext("done")
			.expectComplete()
			.verify(LONG_ENOUGH);
	}

	@Test
	void areMadeForAThreadThatMayBlockThoughSubscribedToOnOneThatMayNot() {
		Mono<String> call = Mono.just(1)
			.publishOn(Schedulers.parallel())
			.flatMap((one) -> resilient(this.client).reverse("T1").thenReturn("done"));

		assertThat(call.block(LONG_ENOUGH)).isEqualTo("done");
		assertThat(call.subscribeOn(Schedulers.parallel()).flux().toStream()).containsExactly("done");
	}

	@Test
	void areMadeInAHandlerThatBlocksOnAThreadForIt() {
		Mono<String> blocking = Mono.fromCallable(() -> {
			resilient(this.client).reverse("T1").block();
			return "done";
		});

		StepVerifier.create(handled(() -> blocking.subscribeOn(Schedulers.boundedElastic())))
			.expectNext("done")
			.expectComplete()
			.verify(LONG_ENOUGH);
	}

	@Test
	void endWithTheOutcomeWhereNothingThrows() {
		StepVerifier
			.create(handled(() -> Mono.fromFuture(resilient(this.client).reverse("T1").toFuture()).thenReturn("done")))
			.expectNext("done")
			.expectComplete()
			.verify(LONG_ENOUGH);
	}

	/**
	 * What was subscribed to before would have been signed before, and sent.
	 */
	private void assertNothingWasSent() {
		StepVerifier.create(ReverseOrderService.create(this.client).reverse("LATER"))
			.expectComplete()
			.verify(LONG_ENOUGH);
		assertThat(this.gateway.requests()).extracting(WireRequest::target)
			.containsExactly("/hk/v3/transactions/out-trade-no/LATER/reverse");
	}

	private static @Nullable Throwable inHandler(Runnable work) {
		AtomicReference<Throwable> thrown = new AtomicReference<>();
		handled(() -> {
			try {
				work.run();
			}
			catch (RuntimeException ex) {
				thrown.set(ex);
			}
			return Mono.just("done");
		}).block(LONG_ENOUGH);
		return thrown.get();
	}

	/**
	 * Handle one request on an event loop, as a WebFlux application does.
	 */
	private static Mono<String> handled(Supplier<Mono<String>> work) {
		return Mono.usingWhen(server(work),
				(server) -> WebClient.create("http://127.0.0.1:" + server.port())
					.get()
					.retrieve()
					.bodyToMono(String.class),
				(server) -> Mono.fromRunnable(server::dispose));
	}

	private static Mono<? extends DisposableServer> server(Supplier<Mono<String>> work) {
		return HttpServer.create()
			.host("127.0.0.1")
			.handle(new ReactorHttpHandlerAdapter(RouterFunctions.toHttpHandler(RouterFunctions.route()
				.GET("/", (request) -> work.get().flatMap(ServerResponse.ok()::bodyValue))
				.build())))
			.bind();
	}

	/**
	 * As a database gives them: on another thread.
	 */
	private static final class SlowIntents implements QuickPayIntents {

		@Override
		public Mono<Void> open(QuickPayIntent intent) {
			return Mono.<Void>empty().publishOn(Schedulers.boundedElastic());
		}

		@Override
		public Mono<Void> giveUp(QuickPayIntent intent, GivenUp reason) {
			return Mono.empty();
		}

		@Override
		public Mono<Void> close(QuickPayIntent intent, QuickPayResult result) {
			return Mono.empty();
		}

		@Override
		public Mono<Void> drop(QuickPayIntent intent) {
			return Mono.empty();
		}

	}

}
