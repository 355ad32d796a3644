package io.github.wechatpayhk.autoconfigure;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.RSAPrivateCrtKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that shows all it has still does not show the secrets.
 */
class ActuatorSecretsTests {

	private static final String SERIAL = "444F4864EA9B34415A3E8B2C1D6F7A90B1C2D3E4";

	private static final String API_V3_KEY = "ApiV3KeyThatNobodyMustEverRead99";

	private static final String KEY_PASSWORD = "p4ssw0rd-of-the-key";

	private static final String STORE_PASSWORD = "p4ssw0rd-of-the-store";

	private static final String PROXY_PASSWORD = "p4ssw0rd-of-the-proxy";

	private static final int LINE = 40;

	@TempDir
	private static Path directory;

	private static ConfigurableApplicationContext context;

	private static byte[] keyStore;

	@BeforeAll
	static void start() throws Exception {
		keyStore = Keys.untrusted().keyStore(SERIAL, STORE_PASSWORD);
		Path store = Files.write(directory.resolve("store.p12"), keyStore);
		Path certificate = Files.writeString(directory.resolve("bundle-certificate.pem"),
				Keys.merchant().certificatePem(SERIAL));
		context = new SpringApplicationBuilder(Application.class).web(WebApplicationType.REACTIVE)
			.properties("server.port=0", "spring.main.banner-mode=off", "wechatpay.hk.durable-reversal.enabled=false",
					"management.endpoints.web.exposure.include=*", "management.endpoint.env.show-values=always",
					"management.endpoint.configprops.show-values=always",
					"management.endpoint.health.show-details=always", "management.info.env.enabled=true",
					"wechatpay.hk.mchid=1900000109", "wechatpay.hk.merchant-serial-number=" + SERIAL,
					"wechatpay.hk.private-key=" + Keys.merchant().encryptedPrivateKeyPem(KEY_PASSWORD),
					"wechatpay.hk.private-key-password=" + KEY_PASSWORD, "wechatpay.hk.api-v3-key=" + API_V3_KEY,
					"wechatpay.hk.http.proxy.host=127.0.0.1", "wechatpay.hk.http.proxy.port=1",
					"wechatpay.hk.http.proxy.username=cashier", "wechatpay.hk.http.proxy.password=" + PROXY_PASSWORD,
					"wechatpay.hk.merchants.plain.mchid=1900000110",
					"wechatpay.hk.merchants.plain.merchant-serial-number=" + SERIAL,
					"wechatpay.hk.merchants.plain.private-key=" + Keys.merchant().privateKeyPem(),
					"wechatpay.hk.merchants.plain.apiV3Key=" + API_V3_KEY,
					"wechatpay.hk.merchants.store.mchid=1900000111",
					"wechatpay.hk.merchants.store.key-store=" + store.toUri(),
					"wechatpay.hk.merchants.store.key-store-password=" + STORE_PASSWORD,
					"wechatpay.hk.merchants.store.api-v3-key=" + API_V3_KEY,
					"spring.ssl.bundle.pem.shop.keystore.certificate=" + certificate.toUri(),
					"spring.ssl.bundle.pem.shop.keystore.private-key=" + Keys.merchant().privateKeyPem(),
					"wechatpay.hk.merchants.bundle.mchid=1900000112", "wechatpay.hk.merchants.bundle.ssl-bundle=shop",
					"wechatpay.hk.merchants.bundle.api-v3-key=" + API_V3_KEY)
			.run();
	}

	@AfterAll
	static void stop() {
		context.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "env", "configprops", "beans", "conditions", "health", "info", "metrics", "mappings",
			"loggers", "startup", "scheduledtasks" })
	void endpointTellsNoSecret(String endpoint) {
		String received = get(endpoint);

		for (String secret : secrets()) {
			assertThat(received.contains(secret)).as("'%s…' in /actuator/%s", secret.substring(0, 4), endpoint)
				.isFalse();
		}
	}

	@Test
	void whatIsNoSecretIsShown() {
		assertThat(get("env")).contains(SERIAL, "wechatpay.hk.private-key", "wechatpay.hk.http.proxy.username",
				"cashier");
		assertThat(get("configprops")).contains(SERIAL, "1900000112", "******");
	}

	@Test
	void eachSpellingOfAPropertyIsKnown() {
		assertThat(get("env/wechatpay.hk.merchants.plain.apiV3Key")).contains("******");
		assertThat(get("env/wechatpay.hk.api-v3-key")).contains("******");
	}

	private static String get(String endpoint) {
		String received = WebClient
			.create("http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port") + "/actuator/")
			.mutate()
			.codecs((codecs) -> codecs.defaultCodecs().maxInMemorySize(16 * 1024 * 1024))
			.build()
			.get()
			.uri(endpoint)
			.exchangeToMono((response) -> response.bodyToMono(String.class).defaultIfEmpty(""))
			.block(Duration.ofSeconds(30));
		return String.valueOf(received);
	}

	/**
	 * As text, Base64, hexadecimal, URL-encoded, and each line for itself.
	 */
	private static List<String> secrets() {
		List<String> secrets = new ArrayList<>();
		Stream.of(API_V3_KEY, KEY_PASSWORD, STORE_PASSWORD, PROXY_PASSWORD).forEach((secret) -> {
			byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
			secrets.add(secret);
			secrets.add(Base64.getEncoder().encodeToString(bytes));
			secrets.add(HexFormat.of().formatHex(bytes));
			secrets.add(secret.substring(0, secret.length() / 2 + 1));
		});
		for (Keys keys : List.of(Keys.merchant(), Keys.untrusted())) {
			RSAPrivateCrtKey key = (RSAPrivateCrtKey) keys.pair().getPrivate();
			Stream.of(key.getPrivateExponent(), key.getPrimeP(), key.getPrimeQ(), key.getCrtCoefficient())
				.forEach((number) -> {
					secrets.add(number.toString().substring(0, LINE));
					secrets.add(number.toString(16).substring(0, LINE));
				});
			addPieces(secrets, Base64.getEncoder().encodeToString(key.getEncoded()));
			addPieces(secrets, HexFormat.of().formatHex(key.getEncoded()).substring(120));
		}
		addPieces(secrets, Base64.getEncoder().encodeToString(keyStore));
		return secrets;
	}

	/**
	 * The first bytes of a key are the same in all keys.
	 */
	private static void addPieces(List<String> secrets, String text) {
		for (int start = 2 * LINE; start + LINE <= text.length(); start += LINE / 2) {
			String piece = text.substring(start, start + LINE);
			secrets.add(piece);
			secrets.add(URLEncoder.encode(piece, StandardCharsets.UTF_8));
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
