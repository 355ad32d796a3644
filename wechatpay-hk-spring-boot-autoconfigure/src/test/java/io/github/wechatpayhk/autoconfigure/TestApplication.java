package io.github.wechatpayhk.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

import io.github.wechatpayhk.simulator.WechatPayHkSimulator;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * Starts real applications against a simulator, from properties alone.
 */
final class TestApplication {

	static final String PAID_ORDER = WechatPayHkSimulator.PAID_ORDER;

	private TestApplication() {
	}

	static ConfigurableApplicationContext start(WebApplicationType type, WechatPayHkSimulator simulator, Path directory,
			Class<?> configuration, String... properties) throws IOException {
		return start(type, simulator, directory, new Class<?>[] { Application.class, configuration }, properties);
	}

	/**
	 * Start an application that enables auto-configuration itself.
	 */
	static ConfigurableApplicationContext start(WebApplicationType type, WechatPayHkSimulator simulator, Path directory,
			Class<?>[] sources, String... properties) throws IOException {
		Path privateKey = Files.writeString(directory.resolve("merchant.pem"), simulator.merchant().privateKeyPem());
		Path publicKey = Files.writeString(directory.resolve("platform.pem"), simulator.platform().publicKeyPem());
		Map<String, Object> defaults = Map.of("spring.main.banner-mode", "off", "server.port", "0",
				"wechatpay.hk.base-url", simulator.baseUrl().toString(), "wechatpay.hk.mchid", "1900000109",
				"wechatpay.hk.merchant-serial-number", simulator.merchant().serialNumber(), "wechatpay.hk.private-key",
				privateKey.toUri().toString(), "wechatpay.hk.public-key-id", simulator.platform().publicKeyId(),
				"wechatpay.hk.public-key", publicKey.toUri().toString());
		return new SpringApplicationBuilder(sources).web(type)
			.properties(defaults)
			.run(Stream.of(properties).map((property) -> "--" + property).toArray(String[]::new));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = WechatPayHkDurableReversalAutoConfiguration.class)
	static class Application {

	}

}
