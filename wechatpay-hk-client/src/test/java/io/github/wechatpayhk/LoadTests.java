package io.github.wechatpayhk;

import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.merchant.MerchantCredential;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.signature.Signer;
import io.github.wechatpayhk.webclient.ConnectionSettings;
import io.github.wechatpayhk.webclient.ExchangeLimits;
import io.github.wechatpayhk.webclient.WechatPayHkConnector;
import io.github.wechatpayhk.wire.WireGateway;
import io.github.wechatpayhk.wire.WireKeys;
import io.github.wechatpayhk.wire.WireRequest;
import io.github.wechatpayhk.wire.WireResponse;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many calls at once, many that nobody waits for, and many one after the other.
 */
class LoadTests {

	private static final Duration LONG_ENOUGH = Duration.ofMinutes(10);

	private static final int CALLS_AT_ONCE = 10_000;

	private static final int CANCELLED_CALLS = 2_000;

	/**
	 * More with the profile {@code long-tests}.
	 */
	private static final int CALLS_IN_A_ROW = Integer.getInteger("wechatpay.hk.load.calls", 5_000);

	private static final int MEBIBYTE = 1024 * 1024;

	/**
	 * RSA is not the point where the calls are many: a signature of zeros is enough for a
	 * gateway that does not look at it. That of the responses is real.
	 */
	private static ReverseOrderService service(URI baseUrl, WechatPayHkConnector connector) {
		Signer signer = (message) -> Mono.just(new byte[256]);
		MerchantCredential credential = new MerchantCredential(SerialNumber.of(WireKeys.MERCHANT_SERIAL), signer);
		return ReverseOrderService
			.create(WechatPayHkClient.builder(MerchantIds.direct(WireKeys.MCHID), credential, WireKeys.platformKeys())
				.baseUrl(baseUrl)
				.limits(new ExchangeLimits(LONG_ENOUGH, MEBIBYTE, MEBIBYTE))
				.connector(connector)
				.build());
	}

	/**
	 * The pool of the default settings, but for times: a busy machine is no failure.
	 */
	private static WechatPayHkConnector connector(int connections) {
		ConnectionSettings defaults = ConnectionSettings.defaults();
		return WechatPayHkConnector.create(new ConnectionSettings(LONG_ENOUGH, connections,
				defaults.maxPendingAcquires(), LONG_ENOUGH, defaults.maxIdleTime(), null));
	}

	@Test
	void losesNoneOfTenThousandThatAreSubscribedBeforeTheFirstResponse() {
		CountDownLatch allSubscribed = new CountDownLatch(CALLS_AT_ONCE);
		Set<String> nonces = ConcurrentHashMap.newKeySet();
		Set<String> orders = ConcurrentHashMap.newKeySet();
		AtomicInteger requests = new AtomicInteger();
		Function<WireRequest, WireResponse> gatewayOfThisTest = (request) -> {
			await(allSubscribed);
			requests.incrementAndGet();
			nonces.add(request.nonce());
			orders.add(request.target());
			return WireResponse.signed(204, "");
		};
		try (WireGateway gateway = WireGateway.startForgetful(gatewayOfThisTest);
				WechatPayHkConnector connector = connector(ConnectionSettings.defaults().maxConnections())) {
			ReverseOrderService service = service(gateway.baseUrl(), connector);

			Flux<String> completed = Flux.range(0, CALLS_AT_ONCE)
				.flatMap((number) -> service.reverse("T" + number)
					.doOnSubscribe((subscription) -> allSubscribed.countDown())
					.thenReturn("T" + number), CALLS_AT_ONCE);

			StepVerifier.create(completed.collect(Collectors.toSet()))
				.assertNext((numbers) -> assertThat(numbers).hasSize(CALLS_AT_ONCE))
				.expectComplete()
				.verify(LONG_ENOUGH);
			assertThat(requests).hasValue(CALLS_AT_ONCE);
			assertThat(nonces).hasSize(CALLS_AT_ONCE);
			assertThat(orders).hasSize(CALLS_AT_ONCE);
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

	/**
	 * They leave at about the moment of their response, when the connection goes to the
	 * next call, and must not take it along.
	 */
	@Test
	void losesNoneBesideThoseThatAreCancelled() {
		Random random = new Random(20180608);
		int connections = 8;
		Map<String, Disposable> calls = new ConcurrentHashMap<>();
		Function<WireRequest, WireResponse> gatewayOfThisTest = (request) -> {
			Disposable call = calls.remove(request.target());
			if (call != null) {
				Schedulers.parallel().schedule(call::dispose, random.nextInt(1_000_000), TimeUnit.NANOSECONDS);
			}
			return WireResponse.signed(204, "");
		};
		try (WireGateway gateway = WireGateway.startForgetful(gatewayOfThisTest);
				WechatPayHkConnector connector = connector(connections)) {
			ReverseOrderService service = service(gateway.baseUrl(), connector);
			AtomicInteger cancelled = new AtomicInteger();

			Flux<Void> all = Flux.range(0, 2 * CANCELLED_CALLS)
				.flatMap((number) -> (number % 2 == 0) ? service.reverse("T" + number)
						: cancellable(service.reverse("T" + number).doOnCancel(cancelled::incrementAndGet),
								(call) -> calls.put("/hk/v3/transactions/out-trade-no/T" + number + "/reverse", call)),
						4 * connections);

			StepVerifier.create(all).expectComplete().verify(LONG_ENOUGH);
			assertThat(cancelled).hasPositiveValue();
			assertThat(gateway.connections()).isLessThanOrEqualTo(connections);
		}
	}

	/**
	 * Cancelled for good: what the call still says afterwards counts no more.
	 */
	private static Mono<Void> cancellable(Mono<Void> call, Consumer<Disposable> running) {
		return Mono.create((sink) -> {
			Disposable.Swap subscription = Disposables.swap();
			running.accept(() -> {
				subscription.dispose();
				sink.success();
			});
			subscription.update(call.subscribe(null, sink::error, sink::success));
		});
	}

	@Test
	void needsNoMoreMemoryForManyCallsThanForFew() {
		try (WireGateway gateway = WireGateway.startForgetful(faults());
				WechatPayHkConnector connector = connector(16)) {
			ReverseOrderService service = service(gateway.baseUrl(), connector);
			run(service, Math.max(CALLS_IN_A_ROW / 10, 2_000));
			long heap = usedHeap();
			long direct = usedDirectMemory();
			assertThat(direct).isPositive();

			run(service, CALLS_IN_A_ROW);

			assertThat(usedHeap() - heap).as("growth of the heap").isLessThan(8 * MEBIBYTE);
			assertThat(usedDirectMemory() - direct).as("growth of direct buffers").isLessThan(8 * MEBIBYTE);
		}
	}

	private static void run(ReverseOrderService service, int calls) {
		AtomicInteger completed = new AtomicInteger();
		AtomicInteger rejected = new AtomicInteger();
		AtomicInteger unknown = new AtomicInteger();
		Flux<Void> all = Flux.range(0, calls)
			.flatMap((number) -> service.reverse("T" + number)
				.doOnSuccess((nothing) -> completed.incrementAndGet())
				.onErrorResume(WechatPayHkException.class, (ex) -> {
					((ex.outcome() == Outcome.REJECTED) ? rejected : unknown).incrementAndGet();
					return Mono.empty();
				}), 64);

		StepVerifier.create(all).expectComplete().verify(LONG_ENOUGH);
		assertThat(completed.get() + rejected.get() + unknown.get()).isEqualTo(calls);
		assertThat(completed).hasPositiveValue();
		assertThat(rejected).hasPositiveValue();
		assertThat(unknown).hasPositiveValue();
	}

	private static Function<WireRequest, WireResponse> faults() {
		String chinese = "{\"code\":\"ORDER_NOT_EXIST\",\"message\":\"訂單不存在\"}";
		String tooLong = "x".repeat(2 * MEBIBYTE);
		List<Supplier<WireResponse>> seldom = List.of(() -> WireResponse.forged(204, ""),
				() -> WireResponse.unsigned(204, ""), () -> WireResponse.signed(404, chinese),
				() -> WireResponse.unsigned(404, chinese), () -> WireResponse.forged(404, chinese),
				() -> WireResponse.signed(202, chinese), () -> WireResponse.unsigned(502, "<html>busy</html>"),
				() -> WireResponse.none(), () -> WireResponse.signedAndCompressed(404, chinese),
				() -> WireResponse.signed(200, chinese)
					.with((text) -> text.replaceFirst("Content-Length: \\d+", "Content-Length: 5000"))
					.thenClose());
		WireResponse oversized = WireResponse.unsigned(500, tooLong);
		AtomicInteger number = new AtomicInteger();
		return (request) -> {
			int current = number.getAndIncrement();
			if (current % 500 == 0) {
				return oversized;
			}
			return (current % 3 == 0) ? seldom.get(current / 3 % seldom.size()).get() : WireResponse.signed(204, "");
		};
	}

	private static long usedHeap() {
		for (int i = 0; i < 3; i++) {
			System.gc();
		}
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

	private static long usedDirectMemory() {
		return ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric().usedDirectMemory();
	}

}
