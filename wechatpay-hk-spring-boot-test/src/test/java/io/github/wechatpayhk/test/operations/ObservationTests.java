package io.github.wechatpayhk.test.operations;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.wechatpayhk.autoconfigure.WechatPayHkWebClientCustomizer;
import io.github.wechatpayhk.order.OrderReference;
import io.github.wechatpayhk.order.QueryOrderService;
import io.github.wechatpayhk.order.ReverseOrderRequest;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.resilience.WechatPayHkCallEvent;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.fault.Fault;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What Micrometer sees of calls and their attempts.
 */
@OperatedShopTest
@TestPropertySource(properties = "wechatpay.hk.deadline=5s")
@Import(ObservationTests.Observed.class)
class ObservationTests {

	@Autowired
	private WechatPayHkSimulator simulator;

	@Autowired
	private ReverseOrderService service;

	@Autowired
	private QueryOrderService queries;

	@Autowired
	private TestObservationRegistry registry;

	@Autowired
	private Observed observed;

	@BeforeEach
	void forget() {
		this.registry.clear();
		this.observed.seen.clear();
		this.observed.stopped.clear();
		this.observed.cancelled.clear();
	}

	@Test
	void aCallAndItsAttemptAreObserved() {
		Calls.complete(this.service.reverse(Calls.ORDER));

		String requestId = this.simulator.requests().last().response().headers().first("Request-ID");
		assertObserved("wechatpay.hk.client").hasBeenStarted()
			.hasBeenStopped()
			.hasContextualNameEqualTo("wechatpay reverse")
			.hasLowCardinalityKeyValue("operation", "reverse")
			.hasLowCardinalityKeyValue("generation", "hk")
			.hasLowCardinalityKeyValue("merchant", "default")
			.hasLowCardinalityKeyValue("outcome", "completed")
			.hasLowCardinalityKeyValue("code", "none")
			.hasLowCardinalityKeyValue("signature", "verified")
			.doesNotHaveLowCardinalityKeyValueWithKey("wechatpay.hk.order")
			.hasHighCardinalityKeyValue("wechatpay.hk.order", Calls.ORDER)
			.hasHighCardinalityKeyValue("wechatpay.hk.request_id", Objects.requireNonNull(requestId))
			.hasHighCardinalityKeyValue("wechatpay.hk.mchid", "1900000109")
			.hasHighCardinalityKeyValue("wechatpay.hk.attempts", "1")
			.doesNotHaveError();
		assertObserved("wechatpay.hk.client.attempt").hasBeenStopped()
			.hasContextualNameEqualTo("wechatpay reverse attempt")
			.hasLowCardinalityKeyValue("outcome", "completed")
			.hasLowCardinalityKeyValue("signature", "verified")
			.hasLowCardinalityKeyValue("attempt", "1")
			.hasHighCardinalityKeyValue("wechatpay.hk.request_id", Objects.requireNonNull(requestId));
	}

	@Test
	void eachAttemptIsAChildOfItsCall() {
		this.simulator.faults().inject(Fault.systemError()).times(2);

		Calls.complete(this.service.reverse(Calls.ORDER));

		TestObservationRegistryAssert.assertThat(this.registry)
			.hasNumberOfObservationsWithNameEqualTo("wechatpay.hk.client", 1)
			.hasNumberOfObservationsWithNameEqualTo("wechatpay.hk.client.attempt", 3)
			.hasAnObservation((attempt) -> attempt.hasNameEqualTo("wechatpay.hk.client.attempt")
				.hasLowCardinalityKeyValue("attempt", "2")
				.hasLowCardinalityKeyValue("outcome", "unknown")
				.hasLowCardinalityKeyValue("code", "SYSTEMERROR")
				.hasError());
		assertThat(this.observed.stopped).filteredOn("name", "wechatpay.hk.client.attempt")
			.hasSize(3)
			.extracting((attempt) -> attempt.getParentObservation().getContextView().getName())
			.containsOnly("wechatpay.hk.client");
		assertObserved("wechatpay.hk.client").hasLowCardinalityKeyValue("outcome", "completed")
			.hasHighCardinalityKeyValue("wechatpay.hk.attempts", "3")
			.doesNotHaveError();
	}

	@ParameterizedTest
	@CsvSource({ "NOSUCHORDER, , rejected, ORDERNOTEXIST, verified",
			"1217752501201407033233368018, tampered, unknown, none, invalid",
			"1217752501201407033233368018, unsigned, unknown, none, absent",
			"1217752501201407033233368018, reset-before-effect, unknown, none, none",
			"1217752501201407033233368018, status:400, rejected, OTHER, verified" })
	void aFailureTellsOutcomeCodeAndSignature(String order, String fault, String outcome, String code,
			String signature) {
		if (fault != null) {
			this.simulator.faults().inject(Fault.parse(fault));
		}

		Calls.fail(this.service.reverse(order));

		assertObserved("wechatpay.hk.client").hasLowCardinalityKeyValue("outcome", outcome)
			.hasLowCardinalityKeyValue("code", code)
			.hasLowCardinalityKeyValue("signature", signature)
			.hasError();
	}

	@Test
	void aCallThatWasNotSentSaysSo() {
		URI deserted = URI.create("http://127.0.0.1:1/hk/");

		Calls.fail(this.service.reverse(ReverseOrderRequest.outTradeNo(Calls.ORDER).withBaseUrl(deserted)));

		assertObserved("wechatpay.hk.client").hasLowCardinalityKeyValue("outcome", "not_sent")
			.hasLowCardinalityKeyValue("code", "none")
			.hasLowCardinalityKeyValue("signature", "none")
			.hasError();
	}

	@Test
	void theObservationOfTheReactorContextIsTheParent() {
		Observation parent = Observation.start("till", this.registry);

		Calls.complete(this.service.reverse(Calls.ORDER)
			.contextWrite((context) -> context.put("micrometer.observation", parent)));

		assertObserved("wechatpay.hk.client").hasParentObservationEqualTo(parent);
		parent.stop();
	}

	@Test
	void theObservationOfABlockingCallerIsTheParent() {
		Observation parent = Observation.start("till", this.registry);

		parent.scoped(() -> this.service.reverse(Calls.ORDER).block(Calls.LONG_ENOUGH));

		assertObserved("wechatpay.hk.client").hasParentObservationEqualTo(parent);
		parent.stop();
	}

	@Test
	void theContextCarriesTheObservationOfTheAttemptToFilters() {
		Calls.complete(this.service.reverse(Calls.ORDER));

		assertThat(this.observed.seen).singleElement()
			.satisfies((seen) -> assertThat(seen.getContext().getName()).isEqualTo("wechatpay.hk.client.attempt"));
	}

	@Test
	void theOutcomeOfACancelledCallGoesToTheObservationAndTheEvent() {
		this.simulator.faults().inject(Fault.noResponse());

		Calls.cancel(this.service.reverse(Calls.ORDER), this.simulator);

		assertObserved("wechatpay.hk.client").hasBeenStopped()
			.hasLowCardinalityKeyValue("outcome", "unknown")
			.hasHighCardinalityKeyValue("wechatpay.hk.cancelled", "true")
			.hasHighCardinalityKeyValue("wechatpay.hk.attempts", "1")
			.doesNotHaveError();
		assertObserved("wechatpay.hk.client.attempt").hasBeenStopped().hasLowCardinalityKeyValue("outcome", "unknown");
		assertThat(this.observed.cancelled).hasSize(1);
	}

	@Test
	void anAttemptThatTheDeadlineEndsIsStopped() {
		this.simulator.faults().inject(Fault.noResponse());

		Calls.fail(
				this.service.reverse(ReverseOrderRequest.outTradeNo(Calls.ORDER).withDeadline(Duration.ofMillis(800))));

		assertObserved("wechatpay.hk.client").hasBeenStopped()
			.hasLowCardinalityKeyValue("outcome", "unknown")
			.hasError();
		assertObserved("wechatpay.hk.client.attempt").hasBeenStopped().hasLowCardinalityKeyValue("outcome", "unknown");
	}

	@Test
	void everyOperationIsObserved() {
		StepVerifier.create(this.queries.query(OrderReference.outTradeNo(Calls.ORDER)))
			.expectNextCount(1)
			.expectComplete()
			.verify(Calls.LONG_ENOUGH);

		assertObserved("wechatpay.hk.client").hasLowCardinalityKeyValue("operation", "query")
			.hasLowCardinalityKeyValue("outcome", "completed");
	}

	private TestObservationRegistryAssert.TestObservationRegistryAssertReturningObservationContextAssert assertObserved(
			String name) {
		return TestObservationRegistryAssert.assertThat(this.registry).hasObservationWithNameEqualTo(name).that();
	}

	@Configuration(proxyBeanMethods = false)
	static class Observed {

		private final List<Observation> seen = new CopyOnWriteArrayList<>();

		private final List<Observation.Context> stopped = new CopyOnWriteArrayList<>();

		private final List<WechatPayHkCallEvent.Cancelled> cancelled = new CopyOnWriteArrayList<>();

		@Bean
		TestObservationRegistry testObservationRegistry() {
			TestObservationRegistry registry = TestObservationRegistry.create();
			registry.observationConfig().observationHandler(new Stopped(this.stopped));
			return registry;
		}

		@Bean
		WechatPayHkWebClientCustomizer lookout() {
			return (builder) -> builder.filter((request, next) -> Mono.deferContextual((context) -> {
				this.seen.add(context.get("micrometer.observation"));
				return next.exchange(request);
			}));
		}

		@EventListener
		void note(WechatPayHkCallEvent.Cancelled event) {
			this.cancelled.add(event);
		}

	}

	private record Stopped(List<Observation.Context> contexts) implements ObservationHandler<Observation.Context> {

		@Override
		public void onStop(Observation.Context context) {
			this.contexts.add(context);
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

	}

}
