package io.github.wechatpayhk.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.wechatpayhk.autoconfigure.durable.WechatPayHkDurableReversalAutoConfiguration;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * Starts real applications against a simulator, from properties alone.
 */
final class TestApplication {

	private TestApplication() {
	}

	static ConfigurableApplicationContext start(WebApplicationType type, WechatPayHkSimulator simulator, Path directory,
			String... properties) throws IOException {
		return run(type, simulator, directory, Stream.of(Application.class), properties);
	}

	static ConfigurableApplicationContext start(WebApplicationType type, WechatPayHkSimulator simulator, Path directory,
			Class<?> configuration, String... properties) throws IOException {
		return run(type, simulator, directory, Stream.of(Application.class, configuration), properties);
	}

	/**
	 * Start an application that schedules reversals, in an embedded database unless its
	 * configurations bring another one.
	 */
	static ConfigurableApplicationContext startDurable(WebApplicationType type, WechatPayHkSimulator simulator,
			Path directory, List<Class<?>> configurations, String... properties) throws IOException {
		return run(type, simulator, directory,
				Stream.concat(Stream.of(DurableApplication.class), configurations.stream()), properties);
	}

	private static ConfigurableApplicationContext run(WebApplicationType type, WechatPayHkSimulator simulator,
			Path directory, Stream<Class<?>> sources, String... properties) throws IOException {
		Path privateKey = Files.writeString(directory.resolve("merchant.pem"), simulator.merchant().privateKeyPem());
		Path publicKey = Files.writeString(directory.resolve("platform.pem"), simulator.platform().publicKeyPem());
		Map<String, Object> defaults = Map.of("wechatpay.hk.durable-reversal.embedded.file",
				directory.resolve("reversals").toString(), "spring.main.banner-mode", "off", "server.port", "0",
				"wechatpay.hk.base-url", simulator.baseUrl().toString(), "wechatpay.hk.mchid", "1900000109",
				"wechatpay.hk.merchant-serial-number", simulator.merchant().serialNumber(), "wechatpay.hk.private-key",
				privateKey.toUri().toString(), "wechatpay.hk.public-key-id", simulator.platform().publicKeyId(),
				"wechatpay.hk.public-key", publicKey.toUri().toString());
		return new SpringApplicationBuilder(sources.toArray(Class<?>[]::new)).web(type)
			.properties(defaults)
			.run(Stream.of(properties).map((property) -> "--" + property).toArray(String[]::new));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = WechatPayHkDurableReversalAutoConfiguration.class)
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(DurableReversalEvents.class)
	static class DurableApplication {

	}

}
