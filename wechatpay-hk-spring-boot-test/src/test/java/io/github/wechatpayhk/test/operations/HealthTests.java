package io.github.wechatpayhk.test.operations;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.clients.WechatPayHkClients;
import io.github.wechatpayhk.merchant.MerchantCredential;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.signature.Signer;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.fault.Fault;
import io.github.wechatpayhk.simulator.platform.PlatformMode;
import io.github.wechatpayhk.simulator.protocol.Operation;
import io.github.wechatpayhk.test.TestShop;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.info.InfoEndpoint;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.actuate.endpoint.IndicatedHealthDescriptor;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What health and info endpoints tell, in an application that was configured by
 * properties, with a clock that can be moved.
 */
class HealthTests {

	private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

	@TempDir
	private Path directory;

	private volatile Duration offset = Duration.ZERO;

	private final InstantSource clock = () -> Instant.now().plus(this.offset);

	@Test
	void isUpWithKeysThatBelongTogether() throws Exception {
		try (WechatPayHkSimulator simulator = WechatPayHkSimulator.start();
				ConfigurableApplicationContext context = start(simulator, withPublicKey(simulator))) {
			IndicatedHealthDescriptor health = health(context);

			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(merchant(health, "default")).containsEntry("mchid", "1900000109")
				.containsEntry("serialNumber", simulator.merchant().serialNumber())
				.containsEntry("certificateExpires",
						simulator.merchant().certificate().getNotAfter().toInstant().toString());
			assertThat(health.getDetails().toString()).contains(simulator.platform().publicKeyId())
				.doesNotContain(Secrets.of(simulator));
			assertThat(simulator.requests().all()).isEmpty();
		}
	}

	@Test
	void isDownWhenTheMerchantsCertificateHasExpired() throws Exception {
		try (WechatPayHkSimulator simulator = WechatPayHkSimulator.start();
				ConfigurableApplicationContext context = start(simulator, withPublicKey(simulator))) {
			this.offset = untilExpiry(simulator);

			assertProblem(context, "API certificate has expired");
		}
	}

	@Test
	void isDownWhenCredentialAndCertificateDoNotBelongTogether() throws Exception {
		try (WechatPayHkSimulator simulator = WechatPayHkSimulator.start();
				ConfigurableApplicationContext context = start(simulator,
						(application) -> application
							.initializers((applicationContext) -> ((GenericApplicationContext) applicationContext)
								.registerBean("other", MerchantCredential.class,
										() -> new MerchantCredential(SerialNumber.of("0123456789ABCDEF"),
												Signer.rsa(simulator.merchant().privateKey())))),
						withPublicKey(simulator))) {
			assertProblem(context, "signs under the serial number 0123456789ABCDEF, but its API certificate has "
					+ simulator.merchant().serialNumber());
		}
	}

	@Test
	void isUnknownBeforeTheFirstDownloadAndUpAfterIt() throws Exception {
		try (WechatPayHkSimulator simulator = WechatPayHkSimulator.builder().mode(PlatformMode.CERTIFICATES).start();
				ConfigurableApplicationContext context = start(simulator, withDownload(simulator))) {
			assertThat(health(context).getStatus()).isEqualTo(Status.UNKNOWN);
			assertThat(simulator.requests().all()).isEmpty();

			reverse(context);

			IndicatedHealthDescriptor health = health(context);
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).containsKey("clockSkew");
			assertThat(merchant(health, "default")).containsKey("refreshed");
			assertThat(health.getDetails().toString()).contains(simulator.platform().serialNumber());
			assertThat(simulator.requests().of(Operation.CERTIFICATES)).hasSize(1);
		}
	}

	@Test
	void isDownWhenTheFirstDownloadFailed() throws Exception {
		try (WechatPayHkSimulator simulator = WechatPayHkSimulator.builder().mode(PlatformMode.CERTIFICATES).start();
				ConfigurableApplicationContext context = start(simulator, withDownload(simulator))) {
			simulator.faults().inject(Fault.certificatesUnavailable());

			reverse(context);

			assertProblem(context, "no platform certificates, as their download failed");
		}
	}

	@Test
	void isDownWhenCertificatesGoStaleWhileTheirDownloadsFail() throws Exception {
		try (WechatPayHkSimulator simulator = WechatPayHkSimulator.builder()
			.mode(PlatformMode.CERTIFICATES)
			.clock(this.clock)
			.start(); ConfigurableApplicationContext context = start(simulator, withDownload(simulator))) {
			reverse(context);
			this.offset = Duration.ofHours(13);

			assertThat(health(context).getStatus()).as("old, but nobody needed newer ones").isEqualTo(Status.UP);

			simulator.faults().inject(Fault.systemError()).on(Operation.CERTIFICATES);
			reverse(context);
			// the refresh goes on beside the reversal, which does not wait for it
			Awaitility.await().until(() -> context.getBean(WechatPayHkClient.class).platformKeys().state().isFailing());

			assertProblem(context, "the platform certificates were not refreshed since");
		}
	}

	@Test
	void isDownWhenAllPlatformCertificatesHaveExpired() throws Exception {
		try (WechatPayHkSimulator simulator = WechatPayHkSimulator.builder().mode(PlatformMode.CERTIFICATES).start();
				ConfigurableApplicationContext context = start(simulator, "--wechatpay.hk.platform-certificates="
						+ write("platform.pem", simulator.platform().certificatePem()))) {
			assertThat(health(context).getStatus()).isEqualTo(Status.UP);
			this.offset = Duration.ofDays(20 * 365);

			assertProblem(context, "all keys of WeChat Pay have expired");
		}
	}

	@Test
	void isDownWhenTheClocksAreApart() throws Exception {
		try (WechatPayHkSimulator simulator = WechatPayHkSimulator.start();
				ConfigurableApplicationContext context = start(simulator, withPublicKey(simulator))) {
			this.offset = Duration.ofMinutes(-4);
			reverse(context);

			assertProblem(context, " behind that of WeChat Pay: synchronize it");
		}
	}

	@Test
	void learnsOfTheClockFromARefusalWithoutSignature() throws Exception {
		try (WechatPayHkSimulator simulator = WechatPayHkSimulator.start();
				ConfigurableApplicationContext context = start(simulator, withPublicKey(simulator))) {
			this.offset = Duration.ofHours(2);
			reverse(context);

			assertProblem(context, " ahead of that of WeChat Pay: synchronize it");
		}
	}

	@Test
	void tellsOfNamedMerchantsOnceTheyAreLoaded() throws Exception {
		try (WechatPayHkSimulator simulator = WechatPayHkSimulator.start();
				ConfigurableApplicationContext context = start(simulator, named(simulator, withPublicKey(simulator)))) {
			assertThat(merchants(health(context))).containsOnlyKeys("default");

			context.getBean(WechatPayHkClients.class)
				.reverseOrderService("kowloon")
				.reverse(WechatPayHkSimulator.PAID_ORDER)
				.block(LONG_ENOUGH);

			assertThat(merchants(health(context))).containsOnlyKeys("default", "kowloon");
		}
	}

	@Test
	void isInTheReadinessProbeOnlyWhereAsked() throws Exception {
		try (WechatPayHkSimulator simulator = WechatPayHkSimulator.start();
				ConfigurableApplicationContext without = start(simulator,
						with(withPublicKey(simulator), "--management.endpoint.health.probes.enabled=true"));
				ConfigurableApplicationContext asked = start(simulator,
						with(withPublicKey(simulator), "--management.endpoint.health.probes.enabled=true",
								"--management.endpoint.health.group.readiness.include=readinessState,wechatPayHk"))) {
			this.offset = untilExpiry(simulator);

			assertThat(status(without, "readiness")).isEqualTo(Status.UP);
			assertThat(status(asked, "readiness")).isEqualTo(Status.DOWN);
			assertThat(status(asked, "liveness")).isEqualTo(Status.UP);
			assertThat(http(asked, "/actuator/health/readiness")).isEqualTo(503);
			assertThat(http(without, "/actuator/health/readiness")).isEqualTo(200);
		}
	}

	@Test
	void canBeSwitchedOff() throws Exception {
		try (WechatPayHkSimulator simulator = WechatPayHkSimulator.start();
				ConfigurableApplicationContext context = start(simulator,
						with(withPublicKey(simulator), "--management.health.wechatpay-hk.enabled=false",
								"--management.info.wechatpay-hk.enabled=false"))) {
			assertThat(context.getBean(HealthEndpoint.class).healthForPath("wechatPayHk")).isNull();
			assertThat(context.getBean(InfoEndpoint.class).info()).doesNotContainKey("wechatPayHk");
		}
	}

	@Test
	void theInfoEndpointSaysWhereAndAsWhomWithoutSecrets() throws Exception {
		try (WechatPayHkSimulator simulator = WechatPayHkSimulator.start();
				ConfigurableApplicationContext context = start(simulator, withPublicKey(simulator))) {
			Map<String, Object> info = context.getBean(InfoEndpoint.class).info();

			assertThat(info.get("wechatPayHk")).asString()
				.contains("generation=hk", simulator.baseUrl().toString(), "1900000109",
						simulator.merchant().serialNumber())
				.doesNotContain(Secrets.of(simulator));
		}
	}

	private void assertProblem(ConfigurableApplicationContext context, String problem) {
		IndicatedHealthDescriptor health = health(context);
		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		assertThat(health.getDetails().get("problems")).asInstanceOf(InstanceOfAssertFactories.list(String.class))
			.singleElement()
			.asString()
			.contains(problem);
	}

	private static Duration untilExpiry(WechatPayHkSimulator simulator) {
		return Duration.between(Instant.now(), simulator.merchant().certificate().getNotAfter().toInstant())
			.plusDays(1);
	}

	private static IndicatedHealthDescriptor health(ConfigurableApplicationContext context) {
		HealthDescriptor health = context.getBean(HealthEndpoint.class).healthForPath("wechatPayHk");
		return (IndicatedHealthDescriptor) health;
	}

	private static Status status(ConfigurableApplicationContext context, String group) {
		return context.getBean(HealthEndpoint.class).healthForPath(group).getStatus();
	}

	private static int http(ConfigurableApplicationContext context, String path) {
		return WebClient.create("http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port"))
			.get()
			.uri(path)
			.exchangeToMono((response) -> response.releaseBody().thenReturn(response.statusCode().value()))
			.block(LONG_ENOUGH);
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> merchants(IndicatedHealthDescriptor health) {
		return (Map<String, Object>) health.getDetails().get("merchants");
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> merchant(IndicatedHealthDescriptor health, String name) {
		return (Map<String, Object>) merchants(health).get(name);
	}

	private static void reverse(ConfigurableApplicationContext context) {
		context.getBean(ReverseOrderService.class)
			.reverse(WechatPayHkSimulator.PAID_ORDER)
			.onErrorResume((ex) -> Mono.empty())
			.block(LONG_ENOUGH);
	}

	private String[] withPublicKey(WechatPayHkSimulator simulator) throws Exception {
		return new String[] { "--wechatpay.hk.public-key-id=" + simulator.platform().publicKeyId(),
				"--wechatpay.hk.public-key=" + write("platform.pem", simulator.platform().publicKeyPem()) };
	}

	private static String[] withDownload(WechatPayHkSimulator simulator) {
		return new String[] { "--wechatpay.hk.api-v3-key=" + simulator.merchant().apiV3Key() };
	}

	private String[] named(WechatPayHkSimulator simulator, String[] arguments) throws Exception {
		String prefix = "--wechatpay.hk.merchants.kowloon.";
		return with(arguments, prefix + "mchid=1900000109",
				prefix + "private-key=" + write("kowloon.pem", simulator.merchant().privateKeyPem()),
				prefix + "certificate=" + write("kowloon-certificate.pem", simulator.merchant().certificatePem()),
				prefix + "public-key-id=" + simulator.platform().publicKeyId(),
				prefix + "public-key=" + write("platform.pem", simulator.platform().publicKeyPem()));
	}

	private static String[] with(String[] arguments, String... further) {
		return Stream.of(arguments, further).flatMap(Stream::of).toArray(String[]::new);
	}

	private String write(String name, String content) throws Exception {
		return Files.writeString(this.directory.resolve(name), content).toUri().toString();
	}

	private ConfigurableApplicationContext start(WechatPayHkSimulator simulator, String... arguments) throws Exception {
		return start(simulator, (application) -> {
		}, arguments);
	}

	private ConfigurableApplicationContext start(WechatPayHkSimulator simulator,
			Consumer<SpringApplicationBuilder> customizer, String... arguments) throws Exception {
		SpringApplicationBuilder application = new SpringApplicationBuilder(TestShop.class)
			.web(WebApplicationType.REACTIVE)
			.initializers((context) -> ((GenericApplicationContext) context).registerBean("wechatPayHkClock",
					InstantSource.class, () -> this.clock));
		customizer.accept(application);
		return application.run(with(arguments, "--server.port=0", "--spring.main.banner-mode=off",
				"--management.endpoints.web.exposure.include=health,info", "--wechatpay.hk.retry.max-attempts=1",
				"--wechatpay.hk.http.warm-up=false", "--wechatpay.hk.base-url=" + simulator.baseUrl(),
				"--wechatpay.hk.mchid=1900000109",
				"--wechatpay.hk.private-key=" + write("merchant.pem", simulator.merchant().privateKeyPem()),
				"--wechatpay.hk.certificate=" + write("certificate.pem", simulator.merchant().certificatePem())));
	}

}
