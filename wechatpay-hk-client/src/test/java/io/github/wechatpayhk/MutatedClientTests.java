package io.github.wechatpayhk;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.WechatPayHkApiException;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.error.WechatPayHkSignatureException;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.wire.Connector;
import io.github.wechatpayhk.wire.WireResponse;
import io.github.wechatpayhk.wire.WireGateway;
import io.github.wechatpayhk.wire.WireKeys;
import io.github.wechatpayhk.wire.WireRequest;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.client.ExchangeStrategies;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Signing and verifying cannot be taken out of the signed client, nor be repeated.
 */
class MutatedClientTests {

	private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

	static Stream<Named<Consumer<WebClient.Builder>>> mutations() {
		return Stream.of(mutation("no filters", (builder) -> builder.filters(List::clear)),
				mutation("another connector",
						(builder) -> builder.filters(List::clear).clientConnector(Connector.REACTOR.get())),
				mutation("other strategies",
						(builder) -> builder.filters(List::clear)
							.exchangeStrategies(ExchangeStrategies.empty().build())),
				mutation("other codecs",
						(builder) -> builder.codecs((codecs) -> codecs.registerDefaults(false)).filters(List::clear)),
				mutation("a status handler that swallows",
						(builder) -> builder.defaultStatusHandler((status) -> true, (response) -> Mono.empty())),
				mutation("another Authorization",
						(builder) -> builder.defaultHeader(HttpHeaders.AUTHORIZATION, "Bearer x")),
				mutation("a filter that repeats",
						(builder) -> builder.filter((request, next) -> next.exchange(request).retry(1))));
	}

	private static Named<Consumer<WebClient.Builder>> mutation(String name, Consumer<WebClient.Builder> mutation) {
		return Named.of(name, mutation);
	}

	private static Mono<?> reverse(WireGateway gateway, Consumer<WebClient.Builder> mutation) {
		return client(gateway).webClient()
			.mutate()
			.apply(mutation)
			.build()
			.post()
			.uri("v3/transactions/out-trade-no/{out_trade_no}/reverse", "T1")
			.bodyValue(MerchantIds.direct(WireKeys.MCHID))
			.retrieve()
			.toBodilessEntity();
	}

	private static WechatPayHkClient client(WireGateway gateway) {
		return WechatPayHkClient
			.builder(MerchantIds.direct(WireKeys.MCHID), WireKeys.credential(), WireKeys.platformKeys())
			.baseUrl(gateway.baseUrl())
			.connector(Connector.OURS.get())
			.build();
	}

	private static void assertSignedAnew(WireGateway gateway, int times) {
		assertThat(gateway.requests()).hasSize(times)
			.allSatisfy((request) -> assertThat(WireKeys.verifies(request, request.body())).isTrue())
			.allSatisfy((request) -> assertThat(request.text()).isEqualTo("{\"mchid\":\"1900000109\"}"));
		assertThat(gateway.requests()).extracting(WireRequest::nonce).doesNotHaveDuplicates();
	}

	@ParameterizedTest
	@MethodSource("mutations")
	void doesNotTrustAnUnsignedSuccess(Consumer<WebClient.Builder> mutation) {
		try (WireGateway gateway = WireGateway.start((request) -> WireResponse.unsigned(204, ""))) {
			StepVerifier.create(reverse(gateway, mutation))
				.expectErrorSatisfies(
						(error) -> assertThat(error).isInstanceOfSatisfying(WechatPayHkSignatureException.class,
								(ex) -> assertThat(ex.outcome()).isEqualTo(Outcome.UNKNOWN)))
				.verify(LONG_ENOUGH);
		}
	}

	@ParameterizedTest
	@MethodSource("mutations")
	void doesNotHideARefusal(Consumer<WebClient.Builder> mutation) {
		try (WireGateway gateway = WireGateway.start((request) -> WireResponse.signed(404, "{}"))) {
			StepVerifier.create(reverse(gateway, mutation))
				.expectErrorSatisfies((error) -> assertThat(error).isInstanceOfSatisfying(WechatPayHkApiException.class,
						(ex) -> assertThat(ex.status()).isEqualTo(404)))
				.verify(LONG_ENOUGH);

			assertSignedAnew(gateway, 1);
		}
	}

	@ParameterizedTest
	@MethodSource("mutations")
	void signsAndVerifies(Consumer<WebClient.Builder> mutation) {
		try (WireGateway gateway = WireGateway.start((request) -> WireResponse.signed(204, ""))) {
			StepVerifier.create(reverse(gateway, mutation)).expectNextCount(1).expectComplete().verify(LONG_ENOUGH);

			assertSignedAnew(gateway, 1);
		}
	}

	@Test
	void signsAnewWhatAFilterRepeats() {
		AtomicInteger received = new AtomicInteger();
		try (WireGateway gateway = WireGateway.start(
				(request) -> (received.incrementAndGet() == 1) ? WireResponse.none() : WireResponse.signed(204, ""))) {
			StepVerifier
				.create(reverse(gateway,
						(builder) -> builder.filter((request, next) -> next.exchange(request).retry(1))))
				.expectNextCount(1)
				.expectComplete()
				.verify(LONG_ENOUGH);

			assertSignedAnew(gateway, 2);
		}
	}

	@Test
	void showsFiltersOnlyWhatIsVerified() {
		AtomicInteger seen = new AtomicInteger();
		try (WireGateway gateway = WireGateway.start((request) -> WireResponse.forged(200, "{}"))) {
			StepVerifier
				.create(reverse(gateway, (builder) -> builder
					.filter((request, next) -> next.exchange(request).doOnNext((response) -> seen.incrementAndGet()))))
				.expectError(WechatPayHkException.class)
				.verify(LONG_ENOUGH);

			assertThat(seen).hasValue(0);
		}
	}

	@Test
	void isObservedAsAnyWebClientIs() throws InterruptedException {
		ObservedExchanges observed = new ObservedExchanges();
		try (WireGateway gateway = WireGateway.start((request) -> WireResponse.signed(404, "{}"))) {
			StepVerifier.create(reverse(gateway, observed::addTo)).expectError().verify(LONG_ENOUGH);
		}
		try (WireGateway gateway = WireGateway.start((request) -> WireResponse.forged(200, "{}"))) {
			StepVerifier.create(reverse(gateway, observed::addTo)).expectError().verify(LONG_ENOUGH);
		}

		Observation.Context refused = observed.nextStopped();
		Observation.Context forged = observed.nextStopped();
		assertThat(List.of(refused, forged))
			.allSatisfy((context) -> assertThat(context.getName()).isEqualTo("http.client.requests"))
			.allSatisfy((context) -> assertThat(context.getLowCardinalityKeyValue("uri"))
				.isEqualTo(KeyValue.of("uri", "/hk/v3/transactions/out-trade-no/{out_trade_no}/reverse")));
		assertThat(refused.getLowCardinalityKeyValue("status")).isEqualTo(KeyValue.of("status", "404"));
		assertThat(refused.getError()).isNull();
		assertThat(forged.getError()).isInstanceOf(WechatPayHkSignatureException.class);
		assertThat(observed.stopped).isEmpty();
	}

	private static final class ObservedExchanges implements ObservationHandler<Observation.Context> {

		private final BlockingQueue<Observation.Context> stopped = new LinkedBlockingQueue<>();

		void addTo(WebClient.Builder builder) {
			ObservationRegistry registry = ObservationRegistry.create();
			registry.observationConfig().observationHandler(this);
			builder.observationRegistry(registry);
		}

		/** Spring stops an observation after its subscriber has received the error. */
		Observation.Context nextStopped() throws InterruptedException {
			Observation.Context context = this.stopped.poll(LONG_ENOUGH.toSeconds(), TimeUnit.SECONDS);
			assertThat(context).as("a stopped observation").isNotNull();
			return context;
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

		@Override
		public void onStop(Observation.Context context) {
			this.stopped.add(context);
		}

	}

}
