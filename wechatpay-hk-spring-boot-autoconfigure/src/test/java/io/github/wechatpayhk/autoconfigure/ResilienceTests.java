package io.github.wechatpayhk.autoconfigure;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.wechatpayhk.autoconfigure.properties.WechatPayHkConfigurationException;
import io.github.wechatpayhk.clients.WechatPayHkClients;
import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.order.ReverseOrderRequest;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.resilience.RateLimitBuckets;
import io.github.wechatpayhk.resilience.RateLimiter;
import io.github.wechatpayhk.resilience.ResilientCalls;
import io.github.wechatpayhk.resilience.WechatPayHkCallEvent;
import io.github.wechatpayhk.resilience.WechatPayHkCallListener;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.fault.Fault;
import io.github.wechatpayhk.simulator.platform.PlatformMode;
import io.github.wechatpayhk.simulator.protocol.Operation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What stands around one attempt, configured by properties, over real sockets.
 */
class ResilienceTests {

	private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

	private static final String ORDER = WechatPayHkSimulator.PAID_ORDER;

	private static WechatPayHkSimulator simulator;

	private ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, ReactiveHttpClientAutoConfiguration.class,
				WebClientAutoConfiguration.class, WechatPayHkResilienceAutoConfiguration.class,
				WechatPayHkAutoConfiguration.class, WechatPayHkMerchantsAutoConfiguration.class));

	@BeforeAll
	static void startSimulator() {
		simulator = WechatPayHkSimulator.start();
	}

	@AfterAll
	static void stopSimulator() {
		simulator.close();
	}

	@BeforeEach
	void configure() {
		simulator.reset();
		this.runner = this.runner.withPropertyValues(SimulatorProperties.of(simulator));
	}

	private static void assertCompletes(Mono<Void> call) {
		StepVerifier.create(call).expectComplete().verify(LONG_ENOUGH);
	}

	private static WechatPayHkException failure(Mono<Void> call) {
		WechatPayHkException[] failure = new WechatPayHkException[1];
		StepVerifier.create(call)
			.expectErrorSatisfies((ex) -> failure[0] = (WechatPayHkException) ex)
			.verify(LONG_ENOUGH);
		return failure[0];
	}

	private static String deserted() {
		// reserved: a free port could be somebody else's by the time that it is called
		return "http://127.0.0.1:1/hk/";
	}

	@Test
	void attemptsAgainByDefault() {
		simulator.faults().inject(Fault.systemError()).times(2);

		this.runner.run((context) -> assertCompletes(context.getBean(ReverseOrderService.class).reverse(ORDER)));

		assertThat(simulator.requests().all()).hasSize(3);
	}

	@Test
	void confirmsNoReversalByDefault() {
		this.runner.run((context) -> assertCompletes(context.getBean(ReverseOrderService.class).reverse(ORDER)));

		assertThat(simulator.requests().of(Operation.QUERY)).isEmpty();
	}

	@Test
	void confirmsAReversalOnRequest() {
		this.runner.run((context) -> assertCompletes(context.getBean(ReverseOrderService.class)
			.reverse(ReverseOrderRequest.outTradeNo(ORDER).withConfirmation())));

		assertThat(simulator.requests().of(Operation.QUERY)).hasSize(1);
	}

	@Test
	void confirmsTheReversalsOfAllMerchantsIfConfigured() {
		this.runner.withPropertyValues("wechatpay.hk.confirm-reversals=true")
			.withPropertyValues(SimulatorProperties.of("branch", simulator))
			.run((context) -> {
				assertCompletes(context.getBean(ReverseOrderService.class).reverse(ORDER));
				assertCompletes(context.getBean(WechatPayHkClients.class).reverseOrderService("branch").reverse(ORDER));
			});

		assertThat(simulator.requests().of(Operation.QUERY)).hasSize(2);
	}

	@Test
	void aBare204IsUnknownIfReversalsAreConfirmed() {
		simulator.faults().inject(Fault.status(204, "NONE")).on(Operation.REVERSE);

		this.runner.withPropertyValues("wechatpay.hk.confirm-reversals=true")
			.run((context) -> assertThat(failure(context.getBean(ReverseOrderService.class).reverse(ORDER)).outcome())
				.isEqualTo(Outcome.UNKNOWN));
	}

	@Test
	void makesOneAttemptWhenToldSo() {
		simulator.faults().inject(Fault.systemError());

		this.runner.withPropertyValues("wechatpay.hk.retry.max-attempts=1")
			.run((context) -> assertThat(failure(context.getBean(ReverseOrderService.class).reverse(ORDER)).attempts())
				.hasSize(1));
	}

	@Test
	void keepsTheDeadline() {
		simulator.faults().inject(Fault.noResponse());

		this.runner.withPropertyValues("wechatpay.hk.deadline=1500ms")
			.run((context) -> assertThat(failure(context.getBean(ReverseOrderService.class).reverse(ORDER)))
				.hasMessageContaining("PT1.5S"));
	}

	@Test
	void keepsTheConfiguredRateLimit() {
		this.runner
			.withPropertyValues("wechatpay.hk.rate-limit.limits.reverse=1", "wechatpay.hk.retry.max-attempts=1",
					"wechatpay.hk.rate-limit.margin=10s")
			.run((context) -> {
				ReverseOrderService service = context.getBean(ReverseOrderService.class);
				assertCompletes(service.reverse(ORDER));
				WechatPayHkException refused = failure(
						service.reverse(ReverseOrderRequest.outTradeNo(ORDER).withDeadline(Duration.ofSeconds(1))));
				assertThat(refused).isInstanceOfSatisfying(WechatPayHkRequestException.class,
						(ex) -> assertThat(ex.reason())
							.isEqualTo(WechatPayHkRequestException.Reason.RATE_LIMIT_EXCEEDS_DEADLINE));
			});
	}

	@Test
	void keepsNoRateLimitWhenToldSo() {
		this.runner
			.withPropertyValues("wechatpay.hk.rate-limit.limits.reverse=1", "wechatpay.hk.rate-limit.enabled=false",
					"wechatpay.hk.rate-limit.margin=60s")
			.run((context) -> assertCompletes(
					context.getBean(ReverseOrderService.class).reverse(ORDER).repeat(2).then()));
	}

	@Test
	void fallsBackToAnotherHost() throws IOException {
		this.runner
			.withPropertyValues("wechatpay.hk.base-url=" + deserted(),
					"wechatpay.hk.failover.base-urls=" + simulator.baseUrl())
			.run((context) -> assertCompletes(context.getBean(ReverseOrderService.class).reverse(ORDER)));
	}

	@Test
	void downloadsCertificatesFromAnotherHost() {
		try (WechatPayHkSimulator certificates = WechatPayHkSimulator.builder()
			.mode(PlatformMode.CERTIFICATES)
			.start()) {
			new ApplicationContextRunner()
				.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class,
						ReactiveHttpClientAutoConfiguration.class, WebClientAutoConfiguration.class,
						WechatPayHkResilienceAutoConfiguration.class, WechatPayHkAutoConfiguration.class))
				.withPropertyValues("wechatpay.hk.base-url=" + deserted(),
						"wechatpay.hk.failover.base-urls=" + certificates.baseUrl(),
						"wechatpay.hk.mchid=" + certificates.merchant().mchid(),
						"wechatpay.hk.merchant-serial-number=" + certificates.merchant().serialNumber(),
						"wechatpay.hk.private-key=" + certificates.merchant().privateKeyPem(),
						"wechatpay.hk.api-v3-key=" + certificates.merchant().apiV3Key(), "wechatpay.hk.deadline=60s",
						"wechatpay.hk.trust.download-timeout=60s")
				.run((context) -> assertCompletes(context.getBean(ReverseOrderService.class).reverse(ORDER)));
		}
	}

	@Test
	void fallsBackToAnotherHostForNamedMerchants() {
		withKowloon()
			.withPropertyValues("wechatpay.hk.base-url=" + deserted(),
					"wechatpay.hk.failover.base-urls=" + simulator.baseUrl())
			.run((context) -> assertCompletes(kowloon(context).reverse(ORDER)));
	}

	@Test
	void staysWithTheHostThatANamedMerchantHasOfItsOwn() {
		withKowloon()
			.withPropertyValues("wechatpay.hk.merchants.kowloon.base-url=" + deserted(),
					"wechatpay.hk.failover.base-urls=" + simulator.baseUrl())
			.run((context) -> assertThat(failure(kowloon(context).reverse(ORDER)).outcome())
				.isEqualTo(Outcome.NOT_SENT));

		assertThat(simulator.requests().all()).isEmpty();
	}

	@Test
	void decoratesTheServicesOfNamedMerchants() {
		simulator.faults().inject(Fault.systemError()).times(2);

		withKowloon().run((context) -> assertCompletes(kowloon(context).reverse(ORDER)));

		assertThat(simulator.requests().all()).hasSize(3);
	}

	private ApplicationContextRunner withKowloon() {
		return this.runner.withPropertyValues(SimulatorProperties.of("kowloon", simulator));
	}

	private static ReverseOrderService kowloon(ApplicationContext context) {
		return context.getBean(WechatPayHkClients.class).reverseOrderService("kowloon");
	}

	@Test
	void tellsListenersAndPublishesEvents() {
		simulator.faults().inject(Fault.systemError()).once();
		List<WechatPayHkCallEvent> told = new CopyOnWriteArrayList<>();

		this.runner.withBean(WechatPayHkCallListener.class, () -> told::add)
			.withBean(PublishedEvents.class)
			.run((context) -> {
				assertCompletes(context.getBean(ReverseOrderService.class).reverse(ORDER));
				assertThat(told).hasAtLeastOneElementOfType(WechatPayHkCallEvent.AttemptFailed.class)
					.hasAtLeastOneElementOfType(WechatPayHkCallEvent.Ended.class);
				assertThat(context.getBean(PublishedEvents.class).events).isEqualTo(told);
			});
	}

	@Test
	void publishesTheOutcomeOfACancelledCall() {
		simulator.faults().inject(Fault.noResponse());

		this.runner.withBean(PublishedEvents.class).run((context) -> {
			StepVerifier.create(context.getBean(ReverseOrderService.class).reverse(ORDER))
				.then(() -> simulator.requests().await((request) -> true, LONG_ENOUGH))
				.thenCancel()
				.verify(LONG_ENOUGH);
			assertThat(context.getBean(PublishedEvents.class).events).last()
				.isInstanceOfSatisfying(WechatPayHkCallEvent.Cancelled.class,
						(event) -> assertThat(event.outcome()).isEqualTo(Outcome.UNKNOWN));
		});
	}

	@Test
	void yieldsToBeansOfTheApplication() {
		RateLimitBuckets buckets = RateLimitBuckets.local(Schedulers.parallel());
		ResilientCalls calls = ResilientCalls.builder("1900000109").build();

		this.runner.withBean("own", RateLimitBuckets.class, () -> buckets)
			.withBean("ownCalls", ResilientCalls.class, () -> calls)
			.run((context) -> {
				assertThat(context).hasSingleBean(RateLimiter.class);
				assertThat(context.getBean(RateLimitBuckets.class)).isSameAs(buckets);
				assertThat(context.getBean(ResilientCalls.class)).isSameAs(calls);
			});
	}

	@ParameterizedTest
	@CsvSource({ "deadline, 0s", "retry.max-attempts, 0", "retry.jitter, 2", "rate-limit.limits.reverse, 0",
			"rate-limit.margin, -1s", "failover.base-urls, http://example.org/" })
	void refusesWhatMakesNoSense(String property, String value) {
		this.runner.withPropertyValues("wechatpay.hk." + property + "=" + value)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(WechatPayHkConfigurationException.class,
						(ex) -> assertThat("wechatpay.hk." + property).startsWith(ex.property())));
	}

	static class PublishedEvents {

		private final List<WechatPayHkCallEvent> events = new CopyOnWriteArrayList<>();

		@EventListener
		void note(WechatPayHkCallEvent event) {
			this.events.add(event);
		}

	}

}
