package io.github.wechatpayhk.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

import io.github.wechatpayhk.ReverseOrderRequest;
import io.github.wechatpayhk.durable.DurableReversalEvent;
import io.github.wechatpayhk.durable.DurableReversals;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What meters and health show of promised reversals, in a real application with an
 * embedded database.
 */
class DurableReversalOperationsTests {

	private static final ReverseOrderRequest ORDER = ReverseOrderRequest.outTradeNo(WechatPayHkSimulator.PAID_ORDER);

	@TempDir
	private Path directory;

	@Test
	void showAPromiseThatIsStillToBeKept() throws Exception {
		try (WechatPayHkSimulator simulator = WechatPayHkSimulator.start();
				ConfigurableApplicationContext context = start(simulator,
						"wechatpay.hk.durable-reversal.auto-start=false")) {
			assertThat(health(context).getStatus()).isEqualTo(Status.UP);
			context.getBean(DurableReversals.class).schedule(ORDER);

			assertThat(health(context).getDetails()).containsEntry("waiting", 1L).containsKey("oldest");
			assertThat(health(context).getStatus()).isEqualTo(Status.UP);
			assertThat(gauge(context, "wechatpay.hk.durable.reversals", "waiting")).isEqualTo(1);
			assertThat(gauge(context, "wechatpay.hk.durable.reversals", "needs_attention")).isZero();

			context.getBean(MovableClock.class).offset = Duration.ofHours(2);

			assertThat(context.getBean(MeterRegistry.class).get("wechatpay.hk.durable.oldest.age").gauge().value())
				.isBetween(7200d, 7300d);
			assertThat(health(context).getStatus()).isEqualTo(Status.DOWN);
			assertThat(health(context).getDetails().get("problem")).asString().contains("has no end yet");
		}
	}

	@Test
	void countThePromisesThatWereKept() throws Exception {
		try (WechatPayHkSimulator simulator = WechatPayHkSimulator.start();
				ConfigurableApplicationContext context = start(simulator)) {
			context.getBean(DurableReversals.class).schedule(ORDER);
			context.getBean(DurableReversalEvents.class).next(DurableReversalEvent.Ended.class);

			assertThat(context.getBean(MeterRegistry.class)
				.get("wechatpay.hk.durable.reversals.ended")
				.tag("state", "reversed")
				.counter()
				.count()).isEqualTo(1);
			assertThat(gauge(context, "wechatpay.hk.durable.reversals", "waiting")).isZero();
			assertThat(health(context).getDetails()).containsEntry("waiting", 0L).doesNotContainKey("oldest");
		}
	}

	@Test
	void canBeSwitchedOff() throws Exception {
		try (WechatPayHkSimulator simulator = WechatPayHkSimulator.start();
				ConfigurableApplicationContext context = start(simulator,
						"management.health.wechatpay-hk-reversals.enabled=false")) {
			assertThat(context.containsBean("wechatPayHkReversalsHealthIndicator")).isFalse();
		}
	}

	private static Health health(ConfigurableApplicationContext context) {
		return context.getBean("wechatPayHkReversalsHealthIndicator", HealthIndicator.class).health(true);
	}

	private static double gauge(ConfigurableApplicationContext context, String name, String state) {
		Gauge gauge = context.getBean(MeterRegistry.class).get(name).tag("state", state).gauge();
		return gauge.value();
	}

	private ConfigurableApplicationContext start(WechatPayHkSimulator simulator, String... properties)
			throws Exception {
		String[] all = new String[properties.length + 1];
		System.arraycopy(properties, 0, all, 0, properties.length);
		all[properties.length] = "wechatpay.hk.durable-reversal.embedded.file=" + this.directory.resolve("reversals");
		return TestApplication.start(WebApplicationType.NONE, simulator, this.directory,
				new Class<?>[] { Application.class }, all);
	}

	static class MovableClock implements InstantSource {

		private volatile Duration offset = Duration.ZERO;

		@Override
		public Instant instant() {
			return Instant.now().plus(this.offset);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(DurableReversalEvents.class)
	static class Application {

		@Bean
		MovableClock clock() {
			return new MovableClock();
		}

		@Bean
		MeterRegistry meterRegistry() {
			return new SimpleMeterRegistry();
		}

	}

}
