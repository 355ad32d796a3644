package io.github.wechatpayhk.test.operations;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.github.wechatpayhk.order.ReverseOrderRequest;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.fault.Fault;
import io.github.wechatpayhk.simulator.platform.PlatformMode;
import io.github.wechatpayhk.simulator.protocol.Operation;
import io.github.wechatpayhk.test.WechatPayHkSimulatorCustomizer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.test.StepVerifier;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * What the meters show after calls over real sockets, in an application with Actuator and
 * Prometheus.
 */
@OperatedShopTest
@TestPropertySource(
		properties = { "wechatpay.hk.trust.refresh-interval=1ms", "management.prometheus.metrics.export.enabled=true" })
@Import(MetersTests.Certificates.class)
class MetersTests {

	@Autowired
	private WechatPayHkSimulator simulator;

	@Autowired
	private ReverseOrderService service;

	@Autowired
	private MeterRegistry meters;

	@Autowired
	private PrometheusMeterRegistry prometheus;

	@Autowired
	@Qualifier("wechatPayHkSigningScheduler")
	private Scheduler signingScheduler;

	@Test
	void timeSignaturesAndTheLineBeforeThem() {
		long signed = timer("wechatpay.hk.signing").count();
		long waited = timer("wechatpay.hk.signing.wait").count();
		long verified = timer("wechatpay.hk.verification", "result", "genuine").count();
		long wrong = timer("wechatpay.hk.verification", "result", "wrong").count();

		Calls.complete(this.service.reverse(Calls.ORDER));
		this.simulator.faults().inject(Fault.tampered()).on(Operation.REVERSE).once();
		Calls.complete(this.service.reverse(Calls.ORDER));

		assertThat(timer("wechatpay.hk.signing").count()).isGreaterThanOrEqualTo(signed + 3);
		assertThat(timer("wechatpay.hk.signing").totalTime(TimeUnit.NANOSECONDS)).isPositive();
		assertThat(timer("wechatpay.hk.signing.wait").count()).isGreaterThanOrEqualTo(waited + 3);
		assertThat(timer("wechatpay.hk.verification", "result", "genuine").count()).isEqualTo(verified + 2);
		assertThat(timer("wechatpay.hk.verification", "result", "wrong").count()).isEqualTo(wrong + 1);
		assertThat(this.meters.get("wechatpay.hk.responses.unexpected").counter().count()).isZero();
	}

	@Test
	void countTheRequestsThatWaitToBeSigned() {
		int waiting = 100;
		CountDownLatch signed = new CountDownLatch(1);
		List<Disposable> requests = IntStream.range(0, waiting)
			.mapToObj((number) -> this.signingScheduler.schedule(() -> await(signed)))
			.toList();
		try {
			assertThat(gauge("wechatpay.hk.signing.pending").value()).isCloseTo(waiting, within(10d));
		}
		finally {
			signed.countDown();
			requests.forEach(Disposable::dispose);
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

	@Test
	void timeTheWaitsForTheRateLimitLimit() {
		int calls = 200;
		StepVerifier
			.create(Flux.fromStream(IntStream.range(0, calls).mapToObj((number) -> this.service.reverse(Calls.ORDER)))
				.flatMap((call) -> call, calls)
				.then())
			.expectComplete()
			.verify(Calls.LONG_ENOUGH);

		assertThat(timer("wechatpay.hk.rate.limit.wait", "operation", "reverse", "mchid", "1900000109").count())
			.isGreaterThanOrEqualTo(calls);
		assertThat(timer("wechatpay.hk.rate.limit.wait", "operation", "reverse", "mchid", "1900000109")
			.totalTime(TimeUnit.MILLISECONDS)).isPositive();
	}

	@Test
	void countFurtherAttempts() {
		double before = retries();
		this.simulator.faults().inject(Fault.systemError()).on(Operation.REVERSE).times(2);

		Calls.complete(this.service.reverse(Calls.ORDER));

		assertThat(retries()).isEqualTo(before + 2);
	}

	@Test
	void timeCallsAndAttemptsByOutcome() {
		Calls.fail(this.service.reverse("NOSUCHORDER"));

		assertThat(timer("wechatpay.hk.client", "operation", "reverse", "outcome", "rejected", "code", "ORDERNOTEXIST",
				"signature", "verified", "merchant", "default", "generation", "hk")
			.count()).isPositive();
		assertThat(timer("wechatpay.hk.client.attempt", "attempt", "1", "outcome", "rejected").count()).isPositive();
	}

	@Test
	void showAgeAndRemainingDaysOfEachKey() {
		Calls.complete(this.service.reverse(Calls.ORDER));
		gauge("wechatpay.hk.keys").value();

		String serial = this.simulator.merchant().serialNumber();
		double merchantDays = gauge("wechatpay.hk.key.expiry", "owner", "merchant", "serial", serial).value();
		assertThat(merchantDays).isCloseTo(days(this.simulator.merchant().certificate().getNotAfter()), within(0.1));
		assertThat(gauge("wechatpay.hk.key.age", "owner", "merchant", "serial", serial).value())
			.isCloseTo(-days(this.simulator.merchant().certificate().getNotBefore()), within(0.1));
		assertThat(gauge("wechatpay.hk.key.expiry", "owner", "platform", "merchant", "default", "serial",
				this.simulator.platform().serialNumber())
			.value()).isCloseTo(days(this.simulator.platform().certificate().getNotAfter()), within(0.1));
		assertThat(gauge("wechatpay.hk.keys").value()).isPositive();
		assertThat(gauge("wechatpay.hk.trust.age", "merchant", "default").value()).isBetween(0d, 60d);
		assertThat(gauge("wechatpay.hk.trust.failures", "merchant", "default").value()).isZero();
	}

	@Test
	void showANewKeyAfterARotation() {
		Calls.complete(this.service.reverse(Calls.ORDER));
		String before = this.simulator.platform().serialNumber();
		this.simulator.platform().rotate();
		Calls.complete(this.service.reverse(Calls.ORDER));
		Calls.complete(this.service.reverse(Calls.ORDER));
		this.prometheus.scrape();

		assertThat(this.simulator.platform().serialNumber()).isNotEqualTo(before);
		assertThat(this.prometheus.scrape()).containsPattern(
				"wechatpay_hk_key_expiry_days\\{[^}]*serial=\"" + this.simulator.platform().serialNumber() + "\"");
	}

	@Test
	void showTheSkewOfTheClocks() {
		Calls.complete(this.service.reverse(Calls.ORDER));

		assertThat(gauge("wechatpay.hk.clock.skew").value()).isBetween(-5d, 5d);
	}

	@Test
	void holdNoOrderNumberNoRequestIdAndNoSecret() {
		Calls.complete(this.service.reverse(Calls.ORDER));
		Calls.fail(this.service.reverse(ReverseOrderRequest.outTradeNo("ANOTHERNUMBER")));

		String scrape = this.prometheus.scrape();
		List<Tag> tags = this.meters.getMeters()
			.stream()
			.filter((meter) -> meter.getId().getName().startsWith("wechatpay"))
			.flatMap((meter) -> meter.getId().getTags().stream())
			.toList();
		assertThat(scrape).contains("wechatpay_hk_client_seconds_count")
			.doesNotContain(Calls.ORDER, "ANOTHERNUMBER")
			.doesNotContain(Secrets.of(this.simulator));
		assertThat(tags).extracting(Tag::getKey)
			.containsOnly("operation", "generation", "merchant", "outcome", "code", "signature", "attempt", "error",
					"result", "mchid", "owner", "serial");
	}

	private double retries() {
		Counter counter = this.meters.find("wechatpay.hk.retries")
			.tags("operation", "reverse", "mchid", "1900000109")
			.counter();
		return (counter != null) ? counter.count() : 0;
	}

	private Timer timer(String name, String... tags) {
		return this.meters.get(name).tags(tags).timer();
	}

	private Gauge gauge(String name, String... tags) {
		return this.meters.get(name).tags(tags).gauge();
	}

	private static double days(Date date) {
		return Duration.between(Instant.now(), date.toInstant()).toSeconds() / 86400d;
	}

	@Configuration(proxyBeanMethods = false)
	static class Certificates {

		@Bean
		WechatPayHkSimulatorCustomizer certificates() {
			return (builder) -> builder.mode(PlatformMode.CERTIFICATES);
		}

	}

}
