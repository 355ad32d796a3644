package io.github.wechatpayhk.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

import io.github.wechatpayhk.autoconfigure.durable.WechatPayHkDurableReversalAutoConfiguration;
import io.github.wechatpayhk.simulator.certificate.Pem;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Starts an application with each mistake that can be made, and reads what it prints.
 */
@ExtendWith(OutputCaptureExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WrongConfigurationTests {

	private static final String SERIAL = "444F4864EA9B34415D3B1C5E6A7B8C9D0E1F2A3B";

	private static final String API_V3_KEY = "0123456789abcdef0123456789abcde";

	private static final String PASSWORD = "correct horse battery staple";

	@TempDir
	private static Path directory;

	private final Map<String, Object> correct = new LinkedHashMap<>();

	@BeforeAll
	void writeFiles() throws IOException {
		write("empty.pem", "");
		write("merchant.pem", Keys.merchant().privateKeyPem());
		write("certificate.pem", Keys.merchant().certificatePem(SERIAL));
		write("public.pem", Keys.merchant().publicKeyPem());
		write("untrusted-certificate.pem", Keys.untrusted().certificatePem("5157F09EFDC096DE15EBE81A47057A7200000001"));
		write("platform.pem", Keys.untrusted().publicKeyPem());
		write("short.pem", Keys.generate("RSA", 1024).privateKeyPem());
		write("curve.pem", Keys.generate("EC", 256).privateKeyPem());
		write("encrypted.pem", Keys.merchant().encryptedPrivateKeyPem(PASSWORD));
		write("expired.pem", Pem.write(Keys.untrusted()
			.certificate("5157F09EFDC096DE15EBE81A47057A7200000002", Instant.now().minus(Duration.ofDays(1)))));
		Files.write(directory.resolve("merchant.p12"), Keys.merchant().keyStore(SERIAL, PASSWORD));
		this.correct.put("wechatpay.hk.mchid", "1900000109");
		this.correct.put("wechatpay.hk.merchant-serial-number", SERIAL);
		this.correct.put("wechatpay.hk.private-key", file("merchant.pem"));
		this.correct.put("wechatpay.hk.public-key-id", "PUB_KEY_ID_0114232134912410000000000000");
		this.correct.put("wechatpay.hk.public-key", file("platform.pem"));
	}

	private void write(String name, String text) throws IOException {
		Files.writeString(directory.resolve(name), text);
	}

	private String file(String name) {
		return directory.resolve(name).toUri().toString();
	}

	/**
	 * Write a value into a YAML file without quotes.
	 */
	private WrongConfiguration unquoted(String description, String property, String value) {
		String name = description.replaceAll("\\W", "-") + ".yaml";
		try {
			write(name, "wechatpay.hk." + property + ": " + value + "\n");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return mistake(description).without(property)
			.importing(file(name))
			.reports("Property: wechatpay.hk." + property, "Value: (number)", "Put it in quotes");
	}

	private WrongConfiguration mistake(String description) {
		return new WrongConfiguration(description, this.correct);
	}

	/**
	 * A merchant that is correct but for its name, where notifications are received.
	 */
	private WrongConfiguration named(String description, String name) {
		WrongConfiguration configuration = mistake(description).with("notifications.path", "/n")
			.with("notifications.url", "https://shop.example.com")
			.reports("Property: wechatpay.hk.merchants", "Value: " + name, "64 characters");
		this.correct.forEach((property, value) -> configuration
			.with(property.replaceFirst("wechatpay\\.hk", "merchants[" + name + "]"), value.toString()));
		return configuration;
	}

	private WrongConfiguration onlyCertificates(String description, String... files) {
		WrongConfiguration configuration = mistake(description).without("public-key", "public-key-id");
		for (int i = 0; i < files.length; i++) {
			configuration.with("platform-certificates[" + i + ']', file(files[i]));
		}
		return configuration;
	}

	Stream<WrongConfiguration> ids() {
		return Stream.of(mistake("no id").without("mchid")
			.reports("Property: wechatpay.hk.mchid", "Value: (not set)", "neither a merchant nor an institution"),
				mistake("sub-merchant without institution").with("sub-mchid", "1900000110")
					.reports("Property: wechatpay.hk.sp-mchid", "no institution that signs for it"),
				mistake("id with letters").with("mchid", "19000OO109")
					.reports("Property: wechatpay.hk.mchid", "Value: 19000OO109", "8 to 10 digits"),
				mistake("id too short").with("mchid", "1900010")
					.reports("Property: wechatpay.hk.mchid", "Value: 1900010", "8 to 10 digits",
							"'wechatpay.hk.strict=false'"),
				mistake("id of a sub-merchant too long").with("merchants.kowloon.sp-mchid", "1900000100")
					.with("merchants.kowloon.sub-mchid", "19000001101")
					.reports("Property: wechatpay.hk.merchants.kowloon.sub-mchid", "8 to 10 digits"),
				mistake("id with letters, any length").with("mchid", "19O")
					.with("strict", "false")
					.reports("Property: wechatpay.hk.mchid", "1 to 32 digits"),
				mistake("named merchant without id").with("merchants.kowloon.private-key", file("merchant.pem"))
					.reports("Property: wechatpay.hk.merchants.kowloon.mchid"),
				mistake("nothing but the switch")
					.without("mchid", "merchant-serial-number", "private-key", "public-key-id", "public-key")
					.with("enabled", "true")
					.reports("Property: wechatpay.hk.mchid"));
	}

	Stream<WrongConfiguration> numbers() {
		return Stream.of(unquoted("decimal number", "mchid", "1900000109"),
				unquoted("octal number", "mchid", "01234567012"), unquoted("hexadecimal number", "mchid", "0x713FB315"),
				unquoted("exponent", "merchant-serial-number", "444E4864"),
				unquoted("infinity", "merchant-serial-number", "1234567890123456789012345678901234567E89"),
				unquoted("APIv3 key of digits", "api-v3-key", "01234567012345670123456701234567"),
				unquoted("id of a named merchant", "merchants.kowloon.mchid", "1900000110"),
				mistake("seconds without unit").with("deadline", "20")
					.reports("Property: wechatpay.hk.deadline", "Value: 20", "20 milliseconds", "Set it to '20s'"),
				mistake("seconds without unit, placeholder").with("response-timeout", "${RESPONSE_TIMEOUT:8}")
					.reports("Property: wechatpay.hk.response-timeout", "Value: 8", "Set it to '8s'"),
				mistake("seconds without unit, nested").with("quick-pay.polling", "45")
					.reports("Property: wechatpay.hk.quick-pay.polling", "Set it to '45s'"));
	}

	Stream<WrongConfiguration> names() {
		return Stream.of(
				mistake("misspelt name").with("merchant-serial-no", SERIAL)
					.reports("Property: wechatpay.hk.merchant-serial-no", "Value: (set)", "no property of this name",
							"Did you mean 'wechatpay.hk.merchant-serial-number'?"),
				mistake("misspelt name in a group").with("retry.attempts", "5")
					.reports("Property: wechatpay.hk.retry.attempts",
							"Did you mean 'wechatpay.hk.retry.max-attempts'?"),
				mistake("name without its group").with("max-attempts", "5")
					.reports("Property: wechatpay.hk.max-attempts", "Did you mean 'wechatpay.hk.retry.max-attempts'?"),
				mistake("misspelt name of a named merchant").with("merchants.kowloon.mchnt-id", "1900000110")
					.reports("Property: wechatpay.hk.merchants.kowloon.mchnt-id",
							"Did you mean 'wechatpay.hk.merchants.kowloon.mchid'?"),
				mistake("shared property at a named merchant").with("merchants.kowloon.deadline", "5s")
					.reports("Property: wechatpay.hk.merchants.kowloon.deadline", "no property of this name"),
				mistake("misspelt durable name").with("durable-reversal.retain", "90d")
					.reports("Did you mean 'wechatpay.hk.durable-reversal.retention'?"),
				mistake("name like no other").with("favourite-colour", API_V3_KEY)
					.reports("Property: wechatpay.hk.favourite-colour", "docs/configuration.md"),
				mistake("misspelt variable").withVariable("WECHATPAY_HK_MERCHANT_SERIAL_NO", SERIAL)
					.reports("Property: WECHATPAY_HK_MERCHANT_SERIAL_NO",
							"Did you mean 'wechatpay.hk.merchant-serial-number'?"));
	}

	Stream<WrongConfiguration> notifications() {
		String key = "TestVectorApiV3Key00112233445566";
		return Stream.of(
				mistake("notifications without a key to decrypt them").with("notifications.path", "/n")
					.reports("Property: wechatpay.hk.api-v3-key", "Value: (not set)", "no key to decrypt them"),
				mistake("path without a slash").with("api-v3-key", key)
					.with("notifications.path", "n")
					.reports("Property: wechatpay.hk.notifications.path", "Value: n", "/wechatpay/notifications"),
				mistake("path with a slash at its end").with("api-v3-key", key)
					.with("notifications.path", "/n/")
					.reports("Property: wechatpay.hk.notifications.path", "Value: /n/"),
				mistake("pattern in place of a path").with("api-v3-key", key)
					.with("notifications.path", "/n/*")
					.reports("Property: wechatpay.hk.notifications.path", "Value: /n/*"),
				mistake("URL without a path").with("notifications.url", "https://shop.example.com")
					.reports("Property: wechatpay.hk.notifications.path", "Value: (not set)"),
				mistake("URL that is not https").with("api-v3-key", key)
					.with("notifications.path", "/n")
					.with("notifications.url", "http://shop.example.com")
					.reports("Property: wechatpay.hk.notifications.url", "Value: http://shop.example.com", "https"),
				named("merchant whose name no path can carry", "kow/loon").with("api-v3-key", key),
				named("merchant whose name is too long for the endpoint", "k".repeat(65)).with("api-v3-key", key));
	}

	Stream<WrongConfiguration> privateKeys() {
		return Stream.of(
				mistake("no private key").without("private-key")
					.reports("Property: wechatpay.hk.private-key", "Value: (not set)", "apiclient_key.pem"),
				mistake("no file at the location").with("private-key", "file:/nowhere/apiclient_key.pem")
					.reports("Property: wechatpay.hk.private-key", "Value: file:/nowhere/apiclient_key.pem",
							"location of a resource that exists"),
				mistake("no file at the relative path").with("private-key", "keys/apiclient_key.pem")
					.reports("Value: keys/apiclient_key.pem",
							"there is no file '" + Path.of("keys/apiclient_key.pem").toAbsolutePath() + "'"),
				mistake("directory in place of a file").with("private-key", directory.toString())
					.reports("Property: wechatpay.hk.private-key", "Value: " + directory, "location of a directory"),
				mistake("empty file").with("private-key", file("empty.pem"))
					.reports("Property: wechatpay.hk.private-key", "empty resource"),
				mistake("empty text").with("private-key", " ")
					.reports("Property: wechatpay.hk.private-key", "Value: (empty)", "no private key to sign with"),
				mistake("unresolved placeholder").with("private-key", "${MERCHANT_KEY}")
					.reports("Property: wechatpay.hk.private-key", "Value: ${MERCHANT_KEY}",
							"placeholder that nothing resolves", "'MERCHANT_KEY'"),
				mistake("unresolved placeholder of a secret").with("api-v3-key", "${APIV3_KEY}")
					.reports("Property: wechatpay.hk.api-v3-key", "Value: ${APIV3_KEY}", "'APIV3_KEY'"),
				mistake("unresolved placeholder in a text").with("key-store", "file:/run/${KEY_STORE}")
					.reports("Property: wechatpay.hk.key-store", "Value: ${KEY_STORE}"),
				mistake("placeholder that leads to a wrong file").with("private-key", "${key.location}")
					.withVariable("KEY_LOCATION", file("public.pem"))
					.reports("Property: wechatpay.hk.private-key", "Value: " + file("public.pem")),
				mistake("broken text").with("private-key", "-----BEGIN PRIVATE KEY-----\\nMIIEv")
					.reports("Value: (PEM text of", "END line is missing"),
				mistake("public key").with("private-key", file("public.pem"))
					.reports("holds a public key where the private key belongs"),
				mistake("certificate").with("private-key", file("certificate.pem"))
					.reports("holds a certificate where the private key belongs"),
				mistake("key store").with("private-key", file("merchant.p12"))
					.reports("holds a PKCS#12 key store where the private key belongs"),
				mistake("encrypted key without password").with("private-key", file("encrypted.pem"))
					.reports("encrypted private key, but there is no password", "'private-key-password'"),
				mistake("encrypted key with wrong password").with("private-key", file("encrypted.pem"))
					.with("private-key-password", "a wrong password")
					.reports("the password does not fit"),
				mistake("elliptic curve").with("private-key", file("curve.pem")).reports("not RSA"),
				mistake("1024 bits").with("private-key", file("short.pem")).reports("1024 bits", "2048"),
				mistake("name as the user wrote it, camel case").without("private-key")
					.with("privateKey", file("public.pem"))
					.reports("Property: wechatpay.hk.privateKey"),
				mistake("name as the user wrote it, environment").without("private-key")
					.withVariable("WECHATPAY_HK_PRIVATEKEY", Keys.merchant().publicKeyPem().replace("\n", "\\n"))
					.reports("Property: WECHATPAY_HK_PRIVATEKEY", "holds a public key where the private key belongs"),
				mistake("two sources").with("key-store", file("merchant.p12"))
					.reports("together with other sources", "[key-store, private-key]"));
	}

	Stream<WrongConfiguration> keyStoresAndBundles() {
		return Stream.of(
				mistake("key store with wrong password").without("private-key")
					.with("key-store", file("merchant.p12"))
					.reports("Property: wechatpay.hk.key-store", "the password does not fit", "key-store-password"),
				mistake("PEM in place of a key store").without("private-key")
					.with("key-store", file("merchant.pem"))
					.reports("Property: wechatpay.hk.key-store", "not a PKCS#12 key store"),
				mistake("key store of another certificate").without("private-key")
					.with("key-store", file("merchant.p12"))
					.with("key-store-password", PASSWORD)
					.with("merchant-serial-number", "5157F09EFDC096DE15EBE81A47057A7200000001")
					.reports("Property: wechatpay.hk.merchant-serial-number",
							"not the serial number of the merchant's API certificate, which is " + SERIAL),
				mistake("unknown bundle").without("private-key")
					.with("ssl-bundle", "nobody")
					.reports("Property: wechatpay.hk.ssl-bundle", "Value: nobody", "no SSL bundle of this name"));
	}

	Stream<WrongConfiguration> serialNumbers() {
		return Stream.of(
				mistake("no serial number").without("merchant-serial-number")
					.reports("Property: wechatpay.hk.merchant-serial-number", "Value: (not set)", "openssl x509"),
				mistake("serial number too short").with("merchant-serial-number", "44:4F:48")
					.reports("Property: wechatpay.hk.merchant-serial-number", "Value: 44:4F:48",
							"does not have 40 hexadecimal digits"),
				mistake("serial number not hexadecimal")
					.with("merchant-serial-number", "5157F09EFDC096DE15EBE81A47057A720000000O")
					.reports("Value: 5157F09EFDC096DE15EBE81A47057A720000000O", "does not have 40 hexadecimal digits"),
				mistake("decimal serial number")
					.with("merchant-serial-number", "390036543610284462815047466513866853142927190586")
					.reports("Value: 390036543610284462815047466513866853142927190586", "decimal number",
							"openssl x509"),
				mistake("serial number of another certificate").with("certificate", file("certificate.pem"))
					.with("merchant-serial-number", "5157F09EFDC096DE15EBE81A47057A7200000001")
					.reports("Property: wechatpay.hk.merchant-serial-number", "which is " + SERIAL),
				mistake("certificate of another key").with("certificate", file("untrusted-certificate.pem"))
					.reports("Property: wechatpay.hk.certificate", "issued for another private key"),
				mistake("serial number of a platform certificate")
					.with("merchant-serial-number", "5157F09EFDC096DE15EBE81A47057A7200000001")
					.with("platform-certificates", file("untrusted-certificate.pem"))
					.reports("Property: wechatpay.hk.merchant-serial-number",
							"serial number of a platform certificate"));
	}

	Stream<WrongConfiguration> trust() {
		return Stream.of(
				mistake("nothing to trust").without("public-key", "public-key-id")
					.reports("nothing to verify responses with", "'api-v3-key'", "'platform-certificates'"),
				mistake("nothing to trust but an empty variable").without("public-key", "public-key-id")
					.with("api-v3-key", "${APIV3_KEY:}")
					.reports("nothing to verify responses with"),
				mistake("public key without id").without("public-key-id")
					.reports("Property: wechatpay.hk.public-key-id", "no id for it"),
				mistake("id without public key").without("public-key")
					.reports("Property: wechatpay.hk.public-key", "no key for it"),
				mistake("id of another form").with("public-key-id", SERIAL)
					.reports("Property: wechatpay.hk.public-key-id", "form of an id"),
				mistake("private key as public key").with("public-key", file("merchant.pem"))
					.reports("Property: wechatpay.hk.public-key", "a private key where the public key belongs"),
				mistake("own public key").with("public-key", file("public.pem"))
					.reports("Property: wechatpay.hk.public-key", "merchant's own public key"),
				onlyCertificates("own certificate", "certificate.pem")
					.reports("Property: wechatpay.hk.platform-certificates", "merchant's own API certificate"),
				onlyCertificates("key among the certificates", "untrusted-certificate.pem", "platform.pem").reports(
						"Property: wechatpay.hk.platform-certificates[1]", "a public key where a certificate belongs"),
				onlyCertificates("expired certificate", "expired.pem").reports(
						"Property: wechatpay.hk.platform-certificates",
						"serial number 5157F09EFDC096DE15EBE81A47057A7200000002", "None of them is valid at present"),
				mistake("APIv3 key of 31 bytes").with("api-v3-key", API_V3_KEY)
					.reports("Property: wechatpay.hk.api-v3-key", "Value: (text of 31 characters)", "32 bytes"));
	}

	Stream<WrongConfiguration> addresses() {
		return Stream.of(
				mistake("plain http").with("base-url", "http://pay.example.com/hk/")
					.reports("Property: wechatpay.hk.base-url", "Value: http://pay.example.com/hk/", "https://"),
				mistake("no URL").with("base-url", "https://pay example")
					.reports("Property: wechatpay.hk.base-url", "not a URL"),
				mistake("password in the URL").with("base-url", "https://me:" + API_V3_KEY + "@example.com/")
					.reports("Property: wechatpay.hk.base-url", "user information"),
				mistake("global paths under the prefix of hk").with("generation", "global")
					.with("base-url", "https://api.mch.weixin.qq.com/hk/")
					.reports("Property: wechatpay.hk.base-url", "mixes two generations",
							"https://apihk.mch.weixin.qq.com/"),
				mistake("hk paths without their prefix").with("base-url", "https://apihk.mch.weixin.qq.com")
					.reports("Property: wechatpay.hk.base-url", "mixes two generations", "'/hk/'"),
				mistake("host of the other generation to fall back on")
					.with("failover.base-urls", "https://apihk.mch.weixin.qq.com/hk/,https://apihk.mch.weixin.qq.com/")
					.reports("Property: wechatpay.hk.failover.base-urls", "Value: https://apihk.mch.weixin.qq.com/",
							"mixes two generations"),
				mistake("version in the URL").with("base-url", "https://api.mch.weixin.qq.com/hk/v3/")
					.reports("Property: wechatpay.hk.base-url"),
				mistake("two URLs")
					.with("base-url", "https://api.mch.weixin.qq.com/hk/,https://apihk.mch.weixin.qq.com/hk/")
					.reports("Property: wechatpay.hk.base-url", "more than one URL",
							"'wechatpay.hk.failover.base-urls'"),
				mistake("proxy with scheme").with("http.proxy.host", "http://proxy.example.com")
					.reports("Property: wechatpay.hk.http.proxy.host", "Value: http://proxy.example.com",
							"more than a host name", "without 'http://'"),
				mistake("proxy with port").with("http.proxy.host", "proxy.example.com:3128")
					.reports("Property: wechatpay.hk.http.proxy.host", "'port'"),
				mistake("no time to connect").with("connect-timeout", "0s")
					.reports("Property: wechatpay.hk.connect-timeout", "not greater than zero"),
				mistake("unknown signature provider").with("signature.provider", "nobody")
					.reports("Property: wechatpay.hk.signature.provider", "Value: nobody", "'corretto'"),
				mistake("unknown bundle for TLS").with("http.ssl-bundle", "nobody")
					.reports("Property: wechatpay.hk.http.ssl-bundle", "no SSL bundle of this name"),
				mistake("proxy without host").with("http.proxy.port", "3128")
					.reports("Property: wechatpay.hk.http.proxy.host", "no host"));
	}

	@ParameterizedTest
	@MethodSource({ "ids", "numbers", "names", "privateKeys", "keyStoresAndBundles", "serialNumbers", "trust",
			"addresses", "notifications" })
	void stopsTheStartWithAReport(WrongConfiguration configuration, CapturedOutput output) {
		SpringApplication application = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.environment(environment(configuration))
			.properties(configuration.properties())
			.build();

		Throwable failure = catchThrowable(application::run);

		assertThat(failure).isNotNull();
		assertThat(output.getOut() + output.getErr()).contains("APPLICATION FAILED TO START", "Description:", "Action:")
			.contains(configuration.report())
			.doesNotContain(API_V3_KEY, PASSWORD, "a wrong password")
			.doesNotContain(body(Keys.merchant().privateKeyPem()));
	}

	private static ConfigurableEnvironment environment(WrongConfiguration configuration) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new SystemEnvironmentPropertySource(
					StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, configuration.environment()));
		return environment;
	}

	/**
	 * A part from the middle, as beginning and end are alike for all keys.
	 */
	private static String body(String pem) {
		return Base64.getMimeEncoder(64, new byte[] { '\n' })
			.encodeToString(Base64.getMimeDecoder().decode(pem.replaceAll("-----.*-----", "")))
			.lines()
			.skip(8)
			.findFirst()
			.orElseThrow();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = WechatPayHkDurableReversalAutoConfiguration.class)
	static class Application {

	}

}
