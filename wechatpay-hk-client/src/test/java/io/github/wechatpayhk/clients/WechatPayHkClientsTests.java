package io.github.wechatpayhk.clients;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.wechatpayhk.ApiGeneration;
import io.github.wechatpayhk.Merchant;
import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.WechatPayHkApiException;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.merchant.MerchantCredential;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.signature.Signer;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.merchant.SimulatedMerchant;
import io.github.wechatpayhk.simulator.order.SimulatedOrder;
import io.github.wechatpayhk.simulator.platform.PlatformMode;
import io.github.wechatpayhk.simulator.protocol.Operation;
import io.github.wechatpayhk.simulator.time.SimulatedClock;
import io.github.wechatpayhk.trust.ApiV3Key;
import io.github.wechatpayhk.trust.PlatformTrust;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link WechatPayHkClients}: chosen by name, loaded, kept, changed, removed.
 */
class WechatPayHkClientsTests {

	private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

	private static final SimulatedClock CLOCK = SimulatedClock.standing(Instant.parse("2026-01-01T00:00:00Z"));

	private static WechatPayHkSimulator simulator;

	private final Map<String, Merchant> merchants = new ConcurrentHashMap<>();

	private final AtomicInteger loads = new AtomicInteger();

	private MerchantSource source = (name) -> Mono.justOrEmpty(this.merchants.get(name));

	private final WechatPayHkClients clients = WechatPayHkClients.builder((name) -> Mono.defer(() -> {
		this.loads.incrementAndGet();
		return this.source.find(name);
	})).maximumSize(3).maximumAge(Duration.ofMinutes(5)).loadTimeout(Duration.ofSeconds(5)).clock(CLOCK).build();

	@BeforeAll
	static void startSimulator() {
		simulator = WechatPayHkSimulator.builder()
			.clock(CLOCK)
			.mode(PlatformMode.CERTIFICATES)
			.merchant(SimulatedMerchant.builder().direct("1900000109").build())
			.merchant(SimulatedMerchant.builder().direct("1900000110").build())
			.merchant(SimulatedMerchant.builder().direct("1900000110").build())
			.start();
		for (SimulatedMerchant merchant : simulator.merchants()) {
			simulator.orders().put(SimulatedOrder.quickPay("ORDER-" + merchant.mchid()).merchant(merchant));
		}
	}

	@AfterAll
	static void stopSimulator() {
		simulator.close();
	}

	@BeforeEach
	void twoMerchants() {
		simulator.requests().clear();
		this.merchants.put("central", merchant(0));
		this.merchants.put("kowloon", merchant(1));
	}

	@AfterEach
	void close() {
		this.clients.close();
	}

	private static Merchant merchant(int index) {
		SimulatedMerchant merchant = simulator.merchants().get(index);
		return Merchant
			.of(MerchantIds.direct(String.valueOf(merchant.mchid())),
					new MerchantCredential(SerialNumber.of(merchant.serialNumber()), Signer.rsa(merchant.privateKey())),
					PlatformTrust.certificates(ApiV3Key.of(merchant.apiV3Key())))
			.withBaseUrl(simulator.baseUrl());
	}

	@Test
	void eachReversesInItsOwnName() {
		reverse("central", "ORDER-1900000109");
		reverse("kowloon", "ORDER-1900000110");
		assertThat(simulator.requests().of(Operation.REVERSE)).extracting((request) -> request.header("Authorization"))
			.satisfiesExactly((header) -> assertThat(header).contains("mchid=\"1900000109\""),
					(header) -> assertThat(header).contains("mchid=\"1900000110\""));
		StepVerifier.create(this.clients.reverseOrderService("central").reverse("ORDER-1900000110"))
			.expectErrorSatisfies((error) -> assertThat(error).isInstanceOfSatisfying(WechatPayHkApiException.class,
					(ex) -> assertThat(ex.status()).isEqualTo(404)))
			.verify(LONG_ENOUGH);
	}

	@Test
	void mayBeOfTheOtherGeneration() {
		this.merchants.computeIfPresent("central", (name, merchant) -> merchant.withGeneration(ApiGeneration.GLOBAL)
			.withBaseUrl(simulator.globalBaseUrl()));
		reverse("central", "ORDER-1900000109");
		assertThat(simulator.requests().last().target()).startsWith("/v3/global/micropay/transactions/");
	}

	@Test
	void knowsWhereAMerchantIsCalled() {
		assertThat(find("central").baseUrl()).isEqualTo(simulator.baseUrl());
		this.merchants.put("central", Merchant.of(merchant(0).ids(), merchant(0).credential(), merchant(0).trust())
			.withGeneration(ApiGeneration.GLOBAL));
		this.clients.forget("central");
		assertThat(find("central").baseUrl()).isEqualTo(ApiGeneration.GLOBAL.defaultBaseUrl());
	}

	@Test
	void aMerchantThatCannotBeCalledSafelyIsRefusedAtOnce() {
		assertThatExceptionOfType(WechatPayHkRequestException.class)
			.isThrownBy(() -> merchant(0).withBaseUrl(URI.create("http://example.org/hk/")));
	}

	@Test
	void nothingIsLoadedBeforeItIsNeeded() {
		this.clients.find("central");
		this.clients.reverseOrderService("central").reverse("ORDER-1900000109");
		assertThat(this.loads).hasValue(0);
		assertThat(this.clients.size()).isZero();
	}

	@Test
	void unknownNameIsNotSentAndNotKept() {
		assertNotSent("mong\nkok", "no such merchant: 'mong kok'");
		assertThat(this.clients.size()).isZero();
		this.merchants.put("mong\nkok", merchant(0));
		reverse("mong\nkok", "ORDER-1900000109");
	}

	@Test
	void failureOfTheSourceIsNotSentAndNotKept() {
		this.source = (name) -> Mono.error(new IOException("database is down"));
		assertNotSent("central", "'central' could not be loaded");
		this.source = (name) -> {
			throw new IllegalStateException("broken");
		};
		assertNotSent("central", "'central' could not be loaded");
		assertThat(this.clients.size()).isZero();
		this.source = (name) -> Mono.justOrEmpty(this.merchants.get(name));
		reverse("central", "ORDER-1900000109");
	}

	@Test
	void sourceThatNeverResponsesIsGivenUp() {
		try (WechatPayHkClients impatient = WechatPayHkClients.builder((name) -> Mono.never())
			.loadTimeout(Duration.ofMillis(20))
			.build()) {
			StepVerifier.create(impatient.find("central"))
				.expectError(WechatPayHkRequestException.class)
				.verify(LONG_ENOUGH);
			assertThat(impatient.size()).isZero();
		}
	}

	@Test
	void twoHundredAtOnceShareOneLoadAndNobodyEndsItForTheOthers() {
		Sinks.One<Merchant> pending = Sinks.one();
		this.source = (name) -> pending.asMono();
		Disposable leaver = this.clients.find("central").subscribe();
		StepVerifier.create(Flux.range(0, 200).flatMap((number) -> this.clients.find("central"), 200).distinct())
			.then(() -> {
				leaver.dispose();
				pending.tryEmitValue(merchant(0));
			})
			.expectNextCount(1)
			.expectComplete()
			.verify(LONG_ENOUGH);
		assertThat(this.loads).hasValue(1);
	}

	@Test
	void leastRecentlyUsedMakesRoom() {
		for (String name : List.of("a", "b", "c", "d")) {
			this.merchants.put(name, merchant(0));
		}
		find("a");
		find("b");
		find("c");
		find("a");
		find("d");
		assertThat(this.clients.size()).isEqualTo(3);
		assertThat(this.loads).hasValue(4);
		find("a");
		find("c");
		find("d");
		assertThat(this.loads).hasValue(4);
		find("b");
		assertThat(this.loads).hasValue(5);
	}

	@Test
	void boundHoldsUnderConcurrentUse() {
		this.source = (name) -> Mono.just(merchant(0));
		StepVerifier
			.create(Flux.range(0, 2000)
				.flatMap((number) -> this.clients.find("m" + number % 500).subscribeOn(Schedulers.parallel()), 64)
				.then())
			.expectComplete()
			.verify(LONG_ENOUGH);
		assertThat(this.clients.size()).isLessThanOrEqualTo(3);
	}

	@Test
	void changedMerchantArrivesAfterForgetOrAtItsAge() {
		reverse("kowloon", "ORDER-1900000110");
		this.merchants.put("kowloon", merchant(2));
		reverse("kowloon", "ORDER-1900000110");
		assertThat(serialOfLastRequest()).isEqualTo(simulator.merchants().get(1).serialNumber());
		this.clients.forget("kowloon");
		reverse("kowloon", "ORDER-1900000110");
		assertThat(serialOfLastRequest()).isEqualTo(simulator.merchants().get(2).serialNumber());
		this.merchants.put("kowloon", merchant(1));
		CLOCK.advance(Duration.ofMinutes(5));
		reverse("kowloon", "ORDER-1900000110");
		assertThat(serialOfLastRequest()).isEqualTo(simulator.merchants().get(1).serialNumber());
		this.merchants.remove("kowloon");
		CLOCK.advance(Duration.ofMinutes(5));
		assertNotSent("kowloon", "no such merchant");
		assertThat(this.clients.size()).isZero();
	}

	@Test
	void sameMerchantLoadedAgainKeepsItsClient() {
		WechatPayHkClient before = find("central");
		this.merchants.put("central", merchant(0));
		CLOCK.advance(Duration.ofMinutes(5));
		assertThat(find("central")).isSameAs(before);
		assertThat(this.loads).hasValue(2);
	}

	@Test
	void correctedKeyUnderTheSameSerialNumberArrivesAtItsAge() {
		Merchant corrected = merchant(0);
		this.merchants.put("central",
				Merchant
					.of(corrected.ids(),
							new MerchantCredential(corrected.credential().serialNumber(),
									Signer.rsa(simulator.merchants().get(1).privateKey())),
							corrected.trust())
					.withBaseUrl(simulator.baseUrl()));
		StepVerifier.create(this.clients.reverseOrderService("central").reverse("ORDER-1900000109"))
			.expectError(WechatPayHkException.class)
			.verify(LONG_ENOUGH);
		WechatPayHkClient wrong = find("central");
		this.merchants.put("central", corrected);
		CLOCK.advance(Duration.ofMinutes(5));
		reverse("central", "ORDER-1900000109");
		assertThat(find("central").platformKeys()).isNotSameAs(wrong.platformKeys());
	}

	@Test
	void merchantStaysWhileTheSourceFails() {
		WechatPayHkClient before = find("central");
		this.source = (name) -> Mono.error(new IOException("database is down"));
		for (int age = 0; age < 3; age++) {
			CLOCK.advance(Duration.ofMinutes(5));
			assertThat(find("central")).isSameAs(before);
			assertThat(find("central")).isSameAs(before);
		}
		assertThat(this.loads).hasValue(4);
	}

	@Test
	void merchantsWithOneNumberShareOneTrust() {
		this.merchants.put("branch", merchant(0));
		reverse("central", "ORDER-1900000109");
		reverse("branch", "ORDER-1900000109");
		assertThat(simulator.requests().of(Operation.CERTIFICATES)).hasSize(1);
		assertThat(find("central").platformKeys()).isSameAs(find("branch").platformKeys());
		reverse("kowloon", "ORDER-1900000110");
		assertThat(simulator.requests().of(Operation.CERTIFICATES)).hasSize(2);
	}

	@Test
	void servicesAreMadeOncePerMerchant() {
		List<WechatPayHkClient> made = new ArrayList<>();
		try (WechatPayHkClients decorated = WechatPayHkClients.builder(MerchantSource.of(this.merchants))
			.clock(CLOCK)
			.services((client) -> {
				made.add(client);
				return ReverseOrderService.create(client);
			})
			.build()) {
			ReverseOrderService service = decorated.reverseOrderService("central");
			StepVerifier.create(service.reverse("ORDER-1900000109").then(service.reverse("ORDER-1900000109")))
				.expectComplete()
				.verify(LONG_ENOUGH);
			assertThat(made).hasSize(1);
		}
	}

	@Test
	void sourcesMayStandBehindEachOther() {
		MerchantSource both = MerchantSource.of(Map.of("central", merchant(0)))
			.or(MerchantSource.of(Map.of("central", merchant(1), "kowloon", merchant(1))));
		StepVerifier.create(Flux.just("central", "kowloon", "none").concatMap(both::find).map(Merchant::ids))
			.expectNext(MerchantIds.direct("1900000109"), MerchantIds.direct("1900000110"))
			.expectComplete()
			.verify(LONG_ENOUGH);
	}

	private WechatPayHkClient find(String name) {
		List<WechatPayHkClient> found = new ArrayList<>();
		StepVerifier.create(this.clients.find(name))
			.recordWith(() -> found)
			.expectNextCount(1)
			.expectComplete()
			.verify(LONG_ENOUGH);
		return found.get(0);
	}

	private void reverse(String name, String outTradeNo) {
		StepVerifier.create(this.clients.reverseOrderService(name).reverse(outTradeNo))
			.expectComplete()
			.verify(LONG_ENOUGH);
	}

	private void assertNotSent(String name, String problem) {
		StepVerifier.create(this.clients.reverseOrderService(name).reverse("ORDER-1900000109"))
			.expectErrorSatisfies(
					(error) -> assertThat(error).isInstanceOfSatisfying(WechatPayHkRequestException.class, (ex) -> {
						assertThat(ex.outcome()).isEqualTo(Outcome.NOT_SENT);
						assertThat(ex).hasMessageContaining(problem);
					}))
			.verify(LONG_ENOUGH);
	}

	private static String serialOfLastRequest() {
		return String.valueOf(simulator.requests().last().header("Authorization"))
			.replaceAll(".*serial_no=\"([^\"]*)\".*", "$1");
	}

}
