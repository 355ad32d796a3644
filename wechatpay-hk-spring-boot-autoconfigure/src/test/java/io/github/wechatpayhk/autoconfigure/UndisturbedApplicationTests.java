package io.github.wechatpayhk.autoconfigure;

import java.nio.file.Path;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.config.DependencyDescriptor;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.convert.support.DefaultConversionService;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.TaskExecutor;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.util.ClassUtils;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an application has by itself stays as it is with the starter: its beans, those of
 * Spring Boot, and what is injected where it asks for a type of Spring, Reactor,
 * Micrometer or the JDK.
 */
class UndisturbedApplicationTests {

	/**
	 * Spring and Spring Boot take all beans of these types together, or nobody injects
	 * them.
	 */
	private static final Set<String> COLLECTED = Set.of("java.lang.AutoCloseable", "java.lang.Record",
			"io.micrometer.core.instrument.binder.MeterBinder",
			"org.springframework.beans.factory.SmartInitializingSingleton",
			"org.springframework.beans.factory.config.BeanFactoryPostProcessor",
			"org.springframework.boot.actuate.endpoint.SanitizingFunction",
			"org.springframework.boot.actuate.info.InfoContributor",
			"org.springframework.boot.autoconfigure.service.connection.ConnectionDetails",
			"org.springframework.boot.health.contributor.AbstractHealthIndicator",
			"org.springframework.boot.health.contributor.HealthContributor",
			"org.springframework.boot.health.contributor.HealthIndicator", "org.springframework.context.Lifecycle",
			"org.springframework.context.Phased", "org.springframework.context.SmartLifecycle");

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

	private final ApplicationContextRunner withStarter = new ApplicationContextRunner()
		.withUserConfiguration(Application.class)
		.withPropertyValues(SimulatorProperties.of(simulator))
		.withPropertyValues("wechatpay.hk.durable-reversal.store=embedded",
				"wechatpay.hk.durable-reversal.embedded.file=" + directory.resolve("reversals"),
				"wechatpay.hk.durable-reversal.auto-start=false");

	private final ApplicationContextRunner without = this.withStarter.withPropertyValues("wechatpay.hk.enabled=false");

	static Stream<Arguments> types() {
		return Stream.of(type(ClientHttpConnector.class, JdkClientHttpConnector::new),
				type(ClientHttpConnectorBuilder.class, ClientHttpConnectorBuilder::jdk),
				type(HttpClientSettings.class, HttpClientSettings::defaults),
				type(ReactorResourceFactory.class, ReactorResourceFactory::new),
				type(WebClient.Builder.class, WebClient::builder), type(WebClient.class, WebClient::create),
				type(WebClientCustomizer.class, () -> (builder) -> {
				}), type(ExchangeFilterFunction.class, () -> (request, next) -> next.exchange(request)),
				type(SslBundles.class, DefaultSslBundleRegistry::new),
				type(JsonMapper.class, () -> JsonMapper.builder().build()),
				type(ObjectMapper.class, () -> JsonMapper.builder().build()),
				type(Clock.class, () -> Clock.fixed(Instant.EPOCH, ZoneOffset.UTC)),
				type(InstantSource.class, () -> InstantSource.fixed(Instant.EPOCH)),
				type(io.micrometer.core.instrument.Clock.class, () -> io.micrometer.core.instrument.Clock.SYSTEM),
				type(ObservationRegistry.class, ObservationRegistry::create),
				type(MeterRegistry.class, SimpleMeterRegistry::new), type(MeterBinder.class, () -> (registry) -> {
				}), type(HealthIndicator.class, () -> () -> Health.up().build()),
				type(HealthContributor.class, () -> (HealthIndicator) () -> Health.up().build()),
				type(InfoContributor.class, () -> (info) -> {
				}), type(SanitizingFunction.class, () -> (data) -> data),
				type(Executor.class, SimpleAsyncTaskExecutor::new),
				type(TaskExecutor.class, SimpleAsyncTaskExecutor::new),
				type(AsyncTaskExecutor.class, SimpleAsyncTaskExecutor::new),
				type(TaskScheduler.class, SimpleAsyncTaskScheduler::new),
				type(ScheduledExecutorService.class, Executors::newSingleThreadScheduledExecutor),
				type(Scheduler.class, () -> Schedulers.newSingle("own")),
				type(ConversionService.class, DefaultConversionService::new),
				type(DataSource.class, UnusedDataSource::new));
	}

	private static <T> Arguments type(Class<T> type, Supplier<? extends T> bean) {
		return Arguments.of(type, bean);
	}

	@Test
	void injectsWhatItInjectsWithoutTheStarter() {
		this.without.run((without) -> this.withStarter
			.run((context) -> assertThat(types().map((arguments) -> (Class<?>) arguments.get()[0]))
				.allSatisfy((type) -> assertThat(foreignBeans(context, type)).as(type.getName())
					.isEqualTo(foreignBeans(without, type)))));
	}

	@ParameterizedTest
	@MethodSource("types")
	<T> void injectsTheBeanOfTheApplicationAndReversesWithout(Class<T> type, Supplier<T> bean) {
		this.without.withBean("own", type, bean)
			.run((without) -> this.withStarter.withPropertyValues("wechatpay.hk.durable-reversal.enabled=false")
				.withBean("own", type, bean)
				.run((context) -> {
					assertThat(foreignBeans(context, type)).isEqualTo(foreignBeans(without, type));
					StepVerifier
						.create(context.getBean(ReverseOrderService.class).reverse(WechatPayHkSimulator.PAID_ORDER))
						.expectComplete()
						.verify(Duration.ofSeconds(60));
				}));
	}

	@Test
	void noBeanOfTheStarterIsACandidateForAForeignType() {
		this.withStarter.run((context) -> assertThat(
				Arrays.stream(context.getBeanDefinitionNames()).filter(UndisturbedApplicationTests::isOurs))
			.hasSizeGreaterThan(30)
			.allSatisfy((name) -> assertThat(foreignTypes(context.getType(name)))
				.filteredOn((type) -> isCandidate(context, name, type))
				.extracting(Class::getName)
				.isSubsetOf(COLLECTED)));
	}

	/**
	 * All beans but ours, and all candidates for a type. The builder of the application's
	 * clients is made, as it asks for much of that.
	 */
	private static Set<String> foreignBeans(AssertableApplicationContext context, Class<?> type) {
		assertThat(context).hasNotFailed();
		context.getBean(WebClient.Builder.class).build();
		boolean collected = COLLECTED.contains(type.getName());
		Set<String> names = new TreeSet<>();
		for (String name : context.getBeanDefinitionNames()) {
			boolean candidate = context.isTypeMatch(name, type) && isCandidate(context, name, type);
			if (candidate && !(collected && isOurs(name))) {
				names.add("candidate: " + name);
			}
			if (!isOurs(name)) {
				names.add(name);
			}
		}
		return names;
	}

	private static boolean isOurs(String name) {
		return name.toLowerCase(Locale.ROOT).contains("wechatpay");
	}

	private static Set<Class<?>> foreignTypes(Class<?> beanType) {
		Set<Class<?>> types = new LinkedHashSet<>(ClassUtils.getAllInterfacesForClassAsSet(beanType));
		for (Class<?> type = beanType; type != Object.class && type != null; type = type.getSuperclass()) {
			types.add(type);
		}
		types.removeIf((type) -> type.getName().startsWith("io.github.wechatpayhk."));
		return types;
	}

	private static boolean isCandidate(AssertableApplicationContext context, String name, Class<?> type) {
		return context.getSourceApplicationContext(ConfigurableApplicationContext.class)
			.getBeanFactory()
			.isAutowireCandidate(name, new InjectionPoint(type));
	}

	/**
	 * A parameter of any type, without annotations.
	 */
	private static final class InjectionPoint extends DependencyDescriptor {

		private final transient ResolvableType type;

		InjectionPoint(Class<?> type) {
			super(MethodParameter.forExecutable(ClassUtils.getMethod(Object.class, "equals", Object.class), 0), true);
			this.type = ResolvableType.forClass(type);
		}

		@Override
		public ResolvableType getResolvableType() {
			return this.type;
		}

		@Override
		public Class<?> getDependencyType() {
			return this.type.toClass();
		}

	}

	/**
	 * A database that nobody connects to.
	 */
	private static final class UnusedDataSource extends AbstractDataSource {

		@Override
		public Connection getConnection() {
			throw new UnsupportedOperationException();
		}

		@Override
		public Connection getConnection(String username, String password) {
			throw new UnsupportedOperationException();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
