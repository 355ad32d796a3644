package io.github.wechatpayhk.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.autoconfigure.merchant.WechatPayHkConnectionDetails;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.journal.RecordedRequest;
import io.github.wechatpayhk.simulator.merchant.SimulatedMerchant;
import io.github.wechatpayhk.trust.ApiV3Key;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleRegistry;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Reverses with the merchant's key from each place where it may be kept.
 */
@ExtendWith(OutputCaptureExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeySourcesTests {

	private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

	private static final String ORDER = WechatPayHkSimulator.PAID_ORDER;

	private static final String SERIAL = "444F4864EA9B34415D3B1C5E6A7B8C9D0E1F2A3B";

	private static final String NEXT_SERIAL = "5157F09EFDC096DE15EBE81A47057A7200000001";

	private static final String API_V3_KEY = "0123456789abcdef0123456789abcdef";

	private static final String PASSWORD = "1900000109";

	@TempDir
	private static Path directory;

	private WechatPayHkSimulator simulator;

	@BeforeAll
	void startSimulator() throws Exception {
		this.simulator = WechatPayHkSimulator.builder()
			.merchant(merchant(Keys.merchant(), SERIAL))
			.merchant(merchant(Keys.untrusted(), NEXT_SERIAL))
			.start();
		Files.write(directory.resolve("merchant.p12"), Keys.merchant().keyStore(SERIAL, PASSWORD));
		Files.writeString(directory.resolve("encrypted.pem"), Keys.merchant().encryptedPrivateKeyPem("secret"));
		Files.writeString(directory.resolve("key.pem"), Keys.merchant().privateKeyPem());
		Files.writeString(directory.resolve("certificate.pem"), Keys.merchant().certificatePem(SERIAL));
		Files.createDirectories(directory.resolve("tree/wechatpay/hk"));
		Files.writeString(directory.resolve("tree/wechatpay/hk/private-key"), Keys.merchant().privateKeyPem());
	}

	@AfterAll
	void stopSimulator() {
		this.simulator.close();
	}

	private static SimulatedMerchant merchant(Keys keys, String serialNumber) {
		return SimulatedMerchant.builder()
			.direct("1900000109")
			.keys(keys.privateKeyPem(), keys.certificatePem(serialNumber))
			.build();
	}

	Stream<Arguments> sources() {
		String pem = Keys.merchant().privateKeyPem();
		String base64 = Base64.getEncoder().encodeToString(Keys.merchant().pair().getPrivate().getEncoded());
		return Stream.of(Arguments.of("text", Map.of("private-key", pem, "merchant-serial-number", SERIAL)),
				Arguments.of("text with doubled escapes, serial number with colons",
						Map.of("private-key", pem.replace("\n", "\\\\n"), "merchant-serial-number",
								SERIAL.toLowerCase().replaceAll("(?<=..)(?=(..)+$)", ": "))),
				Arguments.of("Base64 of text with byte order mark",
						Map.of("private-key",
								Base64.getEncoder().encodeToString(("\uFEFF\n" + pem).getBytes(StandardCharsets.UTF_8)),
								"merchant-serial-number", SERIAL + "\n")),
				Arguments.of("UTF-16 with byte order mark", utf16("bom.pem", StandardCharsets.UTF_16)),
				Arguments.of("UTF-16, little endian", utf16("little.pem", StandardCharsets.UTF_16LE)),
				Arguments.of("UTF-16, big endian", utf16("big.pem", StandardCharsets.UTF_16BE)),
				Arguments.of("escaped text",
						Map.of("private-key", pem.replace("\n", "\\n"), "merchant-serial-number", "0" + SERIAL)),
				Arguments.of("Base64", Map.of("private-key", base64, "merchant-serial-number", SERIAL.toLowerCase())),
				Arguments.of("location",
						Map.of("private-key", directory.resolve("key.pem").toUri().toString(), "certificate",
								directory.resolve("certificate.pem").toString())),
				Arguments.of("encrypted",
						Map.of("private-key", directory.resolve("encrypted.pem").toString(), "private-key-password",
								"secret", "merchant-serial-number", SERIAL)),
				Arguments.of("key store", Map.of("key-store", directory.resolve("merchant.p12").toString())),
				Arguments.of("config tree", Map.of("merchant-serial-number", SERIAL)),
				Arguments.of("bundle", Map.of("ssl-bundle", "merchant")));
	}

	private static Map<String, String> utf16(String name, Charset charset) {
		try {
			Path file = Files.writeString(directory.resolve(name), Keys.merchant().privateKeyPem(), charset);
			return Map.of("private-key", file.toString(), "merchant-serial-number", SERIAL);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("sources")
	void reversesWithTheKey(String name, Map<String, String> source) {
		Map<String, Object> properties = new LinkedHashMap<>();
		source.forEach((key, value) -> properties.put("wechatpay.hk." + key, value));
		if (name.equals("config tree")) {
			properties.put("spring.config.import", "configtree:" + directory.resolve("tree") + "/");
		}
		try (ConfigurableApplicationContext context = start(properties, Map.of())) {
			assertReverses(context, SERIAL);
		}
	}

	/**
	 * Mounted secrets end with a line break, and Kubernetes adds links to a service of
	 * this name.
	 */
	@Test
	void readsEverythingFromTheEnvironment() {
		Map<String, Object> variables = Map.of("WECHATPAY_HK_PRIVATEKEY",
				Keys.merchant().privateKeyPem().replace("\n", "\\n"), "WECHATPAY_HK_MERCHANT_SERIAL_NUMBER",
				SERIAL + "\n", "WECHATPAY_HK_MCHID", "1900000109\n", "WECHATPAY_HK_PUBLIC_KEY_ID",
				this.simulator.platform().publicKeyId() + "\r\n", "WECHATPAY_HK_APIV3KEY", API_V3_KEY + "\n",
				"WECHATPAY_HK_RETRY_MAX_ATTEMPTS", "2", "WECHATPAY_HK_RATE_LIMIT_LIMITS_REVERSE", "10",
				"WECHATPAY_HK_SERVICE_HOST", "10.0.0.7", "WECHATPAY_HK_PORT_8080_TCP", "tcp://10.0.0.7:8080");
		try (ConfigurableApplicationContext context = start(Map.of(), variables)) {
			assertReverses(context, SERIAL);
			assertThat(context.getBean(WechatPayHkConnectionDetails.class).getMerchant().getApiV3Key())
				.isEqualTo(ApiV3Key.of(API_V3_KEY));
		}
	}

	@Test
	void acceptsMerchantNumbersOfAnyLengthWhereTheRuleIsOff() {
		try (ConfigurableApplicationContext context = start(Map.of("wechatpay.hk.private-key",
				Keys.merchant().privateKeyPem(), "wechatpay.hk.merchant-serial-number", SERIAL, "wechatpay.hk.sp-mchid",
				"19", "wechatpay.hk.strict", "false"), Map.of())) {
			assertThat(context.getBean(WechatPayHkClient.class).merchantIds().signer()).isEqualTo("19");
		}
	}

	@Test
	void signsWithTheReloadedKeyWithoutAFailedRequest() {
		try (ConfigurableApplicationContext context = start(Map.of("wechatpay.hk.ssl-bundle", "merchant"), Map.of())) {
			assertReverses(context, SERIAL);
			ReverseOrderService service = context.getBean(ReverseOrderService.class);
			SslBundleRegistry bundles = context.getBean(SslBundleRegistry.class);

			StepVerifier
				.create(Flux.range(0, 60)
					.doOnNext((i) -> bundles.updateBundle("merchant",
							(i % 2 == 0) ? bundle(Keys.untrusted(), NEXT_SERIAL) : bundle(Keys.merchant(), SERIAL)))
					.flatMap((i) -> service.reverse(ORDER), 8))
				.expectComplete()
				.verify(LONG_ENOUGH);

			bundles.updateBundle("merchant", bundle(Keys.untrusted(), NEXT_SERIAL));
			assertReverses(context, NEXT_SERIAL);
		}
	}

	@Test
	void keepsTheKeyWhenTheReloadedOneCannotBeUsed(CapturedOutput output) {
		try (ConfigurableApplicationContext context = start(Map.of("wechatpay.hk.ssl-bundle", "merchant"), Map.of())) {
			context.getBean(SslBundleRegistry.class).updateBundle("merchant", SslBundle.of(SslStoreBundle.NONE));

			assertReverses(context, SERIAL);
			assertThat(output.getAll()).contains("the former one stays").contains("bundle without a private key");
		}
	}

	private static SslBundle bundle(Keys keys, String serialNumber) {
		return SslBundle.of(new PemSslStoreBundle(PemSslStoreDetails.forCertificate(keys.certificatePem(serialNumber))
			.withPrivateKey(keys.privateKeyPem()), null));
	}

	private void assertReverses(ConfigurableApplicationContext context, String serialNumber) {
		StepVerifier.create(context.getBean(ReverseOrderService.class).reverse(ORDER))
			.expectComplete()
			.verify(LONG_ENOUGH);
		RecordedRequest request = this.simulator.requests().last();
		assertThat(request.isSignatureVerified()).isTrue();
		assertThat(request.header("Authorization")).containsIgnoringCase(serialNumber);
	}

	private ConfigurableApplicationContext start(Map<String, Object> source, Map<String, Object> variables) {
		Map<String, Object> properties = new LinkedHashMap<>(source);
		properties.put("spring.main.banner-mode", "off");
		properties.put("spring.ssl.bundle.pem.merchant.keystore.certificate",
				directory.resolve("certificate.pem").toUri().toString());
		properties.put("spring.ssl.bundle.pem.merchant.keystore.private-key",
				directory.resolve("key.pem").toUri().toString());
		properties.put("wechatpay.hk.base-url", this.simulator.baseUrl().toString());
		properties.put("wechatpay.hk.mchid", "1900000109");
		properties.put("wechatpay.hk.public-key-id", this.simulator.platform().publicKeyId());
		properties.put("wechatpay.hk.public-key", this.simulator.platform().publicKeyPem());
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new SystemEnvironmentPropertySource(
					StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
		return new SpringApplicationBuilder(TestApplication.Application.class).web(WebApplicationType.NONE)
			.environment(environment)
			.properties(properties)
			.run();
	}

}
