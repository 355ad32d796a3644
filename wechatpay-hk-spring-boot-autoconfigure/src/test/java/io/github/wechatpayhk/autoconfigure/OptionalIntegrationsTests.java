package io.github.wechatpayhk.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

import io.github.wechatpayhk.autoconfigure.durable.WechatPayHkDurableReversalAutoConfiguration;
import io.github.wechatpayhk.autoconfigure.health.WechatPayHkDurableReversalHealthAutoConfiguration;
import io.github.wechatpayhk.autoconfigure.health.WechatPayHkHealthAutoConfiguration;
import io.github.wechatpayhk.autoconfigure.health.WechatPayHkInfoAutoConfiguration;
import io.github.wechatpayhk.autoconfigure.metrics.WechatPayHkDurableReversalMetricsAutoConfiguration;
import io.github.wechatpayhk.autoconfigure.metrics.WechatPayHkMetricsAutoConfiguration;
import io.github.wechatpayhk.autoconfigure.observation.WechatPayHkObservationAutoConfiguration;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.resilience.WechatPayHkCallObserver;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.test.StepVerifier;

import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each library that the starter can do without, missing alone: the application starts,
 * reverses, and has everything else.
 */
class OptionalIntegrationsTests {

	private static final String[] BEANS = { "wechatPayHkCallObservations", "wechatPayHkCallMeters",
			"wechatPayHkDurableBacklogMeters", "wechatPayHkHealthIndicator", "wechatPayHkReversalsHealthIndicator",
			"wechatPayHkInfoContributor", "wechatPayHkDurableReversals" };

	@TempDir
	private static Path directory;

	private static WechatPayHkSimulator simulator;

	@BeforeAll
	static void startSimulator() {
		simulator = WechatPayHkSimulator.start();
	}

	@AfterAll
	static void stopSimulator() {
		simulator.close();
	}

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, WebClientAutoConfiguration.class,
				MetricsAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class,
				SimpleMetricsExportAutoConfiguration.class, WechatPayHkAutoConfiguration.class,
				WechatPayHkMerchantsAutoConfiguration.class, WechatPayHkOrdersAutoConfiguration.class,
				WechatPayHkResilienceAutoConfiguration.class, WechatPayHkDurableReversalAutoConfiguration.class,
				WechatPayHkObservationAutoConfiguration.class, WechatPayHkMetricsAutoConfiguration.class,
				WechatPayHkDurableReversalMetricsAutoConfiguration.class, WechatPayHkHealthAutoConfiguration.class,
				WechatPayHkDurableReversalHealthAutoConfiguration.class, WechatPayHkInfoAutoConfiguration.class))
		.withPropertyValues(SimulatorProperties.of(simulator))
		.withPropertyValues("wechatpay.hk.durable-reversal.embedded.file=" + directory.resolve("reversals"),
				"wechatpay.hk.durable-reversal.auto-start=false");

	private final ApplicationContextRunner observed = this.runner
		.withConfiguration(AutoConfigurations.of(ObservationAutoConfiguration.class));

	static Stream<Arguments> absent() {
		return Stream.of(absent(new FilteredClassLoader(InfoContributor.class), "wechatPayHkInfoContributor"),
				absent(new FilteredClassLoader(HealthIndicator.class), "wechatPayHkHealthIndicator",
						"wechatPayHkReversalsHealthIndicator"),
				absent(new FilteredClassLoader("io.micrometer.core"), "wechatPayHkCallMeters",
						"wechatPayHkDurableBacklogMeters"),
				absent(new FilteredClassLoader("io.github.wechatpayhk.durable"), "wechatPayHkDurableReversals",
						"wechatPayHkDurableBacklogMeters", "wechatPayHkReversalsHealthIndicator"),
				absent(new FilteredClassLoader("org.springframework.jdbc")),
				absent(new FilteredClassLoader("com.amazon.corretto")),
				absent(new FilteredClassLoader("org.conscrypt")),
				absent(new FilteredClassLoader("org.springframework.boot.devtools")));
	}

	private static Arguments absent(FilteredClassLoader classLoader, String... beans) {
		return Arguments.of(classLoader, beans);
	}

	@ParameterizedTest
	@MethodSource("absent")
	void startsAndReversesWithout(FilteredClassLoader classLoader, String[] beansThatNeedIt) {
		this.observed.withClassLoader(classLoader).run((context) -> {
			assertThat(context).hasNotFailed();
			StepVerifier.create(context.getBean(ReverseOrderService.class).reverse(WechatPayHkSimulator.PAID_ORDER))
				.expectComplete()
				.verify(Duration.ofSeconds(30));
			assertThat(BEANS).allSatisfy((bean) -> assertThat(context.containsBean(bean)).as(bean)
				.isEqualTo(!Stream.of(beansThatNeedIt).toList().contains(bean)));
		});
	}

	@Test
	void observesNothingWithoutAnObservationRegistry() {
		this.runner.run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(WechatPayHkCallObserver.class);
			StepVerifier.create(context.getBean(ReverseOrderService.class).reverse(WechatPayHkSimulator.PAID_ORDER))
				.expectComplete()
				.verify(Duration.ofSeconds(30));
		});
	}

	@Test
	void hasEverythingWhenAllArePresent() {
		this.observed.run((context) -> {
			assertThat(context).hasNotFailed().hasSingleBean(WechatPayHkCallObserver.class);
			assertThat(BEANS).allSatisfy((bean) -> assertThat(context).hasBean(bean));
		});
	}

}
