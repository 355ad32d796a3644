package io.github.wechatpayhk.resilience;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.merchant.MerchantCredential;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.order.ReverseOrderRequest;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.signature.Signer;
import io.github.wechatpayhk.simulator.SimulatorBuilder;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.gateway.RateLimits;
import io.github.wechatpayhk.simulator.journal.RecordedRequest;
import io.github.wechatpayhk.simulator.merchant.SimulatedMerchant;
import io.github.wechatpayhk.simulator.order.SimulatedOrder;
import io.github.wechatpayhk.simulator.protocol.Operation;
import io.github.wechatpayhk.trust.PlatformKeys;
import io.github.wechatpayhk.webclient.ConnectionSettings;
import io.github.wechatpayhk.webclient.WechatPayHkConnector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Ten merchants at ten times their limit, in real time, against a gateway that counts by
 * itself. A long run that {@code -Drate-limit.seconds=10} asks for: on a machine that is
 * busy with something else, requests bunch between the queue and the gateway, whatever
 * the queue does.
 */
@EnabledIfSystemProperty(named = "rate-limit.seconds", matches = "\\d+")
class RealTimeRateLimitTests {

	private static final int SECONDS = Integer.getInteger("rate-limit.seconds", 10);

	private static final int MERCHANTS = 10;

	private static final int LIMIT = 10;

	private static final String FIRST = "1900000200";

	private final AtomicInteger longestQueue = new AtomicInteger();

	private final List<WechatPayHkException> refusals = new CopyOnWriteArrayList<>();

	private static String mchid(int merchant) {
		return Long.toString(Long.parseLong(FIRST) + merchant);
	}

	private static WechatPayHkSimulator startSimulator() {
		SimulatorBuilder builder = WechatPayHkSimulator.builder()
			.journalCapacity(100_000)
			.rateLimit(RateLimits.none().with(Operation.REVERSE, LIMIT));
		for (int i = 0; i < MERCHANTS; i++) {
			builder.merchant(SimulatedMerchant.builder().direct(mchid(i)).build());
		}
		WechatPayHkSimulator simulator = builder.start();
		simulator.merchants()
			.forEach((merchant) -> simulator.orders()
				.put(SimulatedOrder.quickPay("T" + merchant.mchid()).merchant(merchant)));
		return simulator;
	}

	@Test
	void gatewayNeverSeesMoreThanTheLimit() {
		Scheduler signing = Schedulers.newBoundedElastic(2, Integer.MAX_VALUE, "signing");
		WechatPayHkConnector connector = WechatPayHkConnector.create(ConnectionSettings.defaults());
		try (WechatPayHkSimulator simulator = startSimulator()) {
			RateLimiter rateLimit = RateLimiter.create(
					new RateLimitSettings(Map.of(WechatPayHkOperation.REVERSE, LIMIT), Duration.ofSeconds(1)),
					RateLimitBuckets.local(Schedulers.parallel()), Schedulers.parallel());
			Map<SimulatedMerchant, ReverseOrderService> services = new LinkedHashMap<>();
			simulator.merchants()
				.forEach((merchant) -> services.put(merchant,
						service(simulator, merchant, rateLimit, connector, signing)));
			// while the classes of the first calls load, permits would be granted and not
			// used
			Flux<Void> first = Flux.fromIterable(services.entrySet())
				.concatMap((entry) -> entry.getValue().reverse("T" + entry.getKey().mchid()));
			Flux<Void> load = Flux.fromIterable(services.entrySet())
				.flatMap((entry) -> load(entry.getKey(), rateLimit, entry.getValue()), MERCHANTS);

			StepVerifier.create(first.concatWith(load)).expectComplete().verify(Duration.ofSeconds(60 + SECONDS));

			List<RecordedRequest> requests = simulator.requests().all();
			assertThat(requests).allSatisfy((request) -> assertThat(request.response().status()).isEqualTo(204));
			assertThat(simulator.merchants()).allSatisfy((merchant) -> assertThat(requests)
				.filteredOn((request) -> merchant.mchid().equals(request.signer()))
				.hasSizeGreaterThan(2 * SECONDS));
			assertThat(this.longestQueue).hasPositiveValue();
			assertThat(this.refusals).filteredOn(WechatPayHkRequestException.class::isInstance)
				.isNotEmpty()
				.allSatisfy((ex) -> assertThat(ex.outcome()).isEqualTo(Outcome.NOT_SENT));
			// the last in the queue have a permit and hardly any time left
			assertThat(this.refusals).filteredOn((ex) -> !(ex instanceof WechatPayHkRequestException))
				.allSatisfy((ex) -> assertThat(ex).hasMessageContaining("No end within the deadline"));
		}
		finally {
			connector.close();
			signing.dispose();
		}
	}

	private Flux<Void> load(SimulatedMerchant merchant, RateLimiter rateLimit, ReverseOrderService service) {
		String mchid = String.valueOf(merchant.mchid());
		ReverseOrderRequest request = ReverseOrderRequest.outTradeNo("T" + mchid).withDeadline(Duration.ofSeconds(10));
		return Flux.interval(Duration.ofMillis(10))
			.onBackpressureBuffer()
			.take(100L * SECONDS)
			.flatMap((tick) -> service.reverse(request)
				.doOnSubscribe((subscription) -> this.longestQueue
					.accumulateAndGet(rateLimit.waiting(mchid, WechatPayHkOperation.REVERSE), Math::max))
				.onErrorResume(WechatPayHkException.class, (ex) -> {
					this.refusals.add(ex);
					return Mono.empty();
				}), Integer.MAX_VALUE);
	}

	private static ReverseOrderService service(WechatPayHkSimulator simulator, SimulatedMerchant merchant,
			RateLimiter rateLimit, WechatPayHkConnector connector, Scheduler signing) {
		String mchid = String.valueOf(merchant.mchid());
		MerchantCredential credential = new MerchantCredential(SerialNumber.of(merchant.serialNumber()),
				Signer.rsa(merchant.privateKey()));
		PlatformKeys keys = PlatformKeys.publicKey(SerialNumber.of(simulator.platform().publicKeyId()),
				simulator.platform().publicKey());
		WechatPayHkClient client = WechatPayHkClient.builder(MerchantIds.direct(mchid), credential, keys)
			.baseUrl(simulator.baseUrl())
			.connector(connector)
			.signingScheduler(signing)
			.build();
		return ResilientCalls.builder(mchid)
			.retry(RetrySettings.off())
			.rateLimit(rateLimit)
			.build()
			.decorate(ReverseOrderService.create(client));
	}

}
