package io.github.wechatpayhk.autoconfigure;

import java.util.Map;
import java.util.stream.Stream;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Logs the errors of Reactor Netty's client from {@code ERROR} on. At {@code WARN} it
 * logs a stack trace for each connection that breaks, also where the next attempt
 * succeeds, and the exception of the call tells the same. A level that the application
 * sets for it, or for a package that it is in, takes precedence.
 */
final class ConnectorLogging implements EnvironmentPostProcessor {

	private static final String LOGGER = "reactor.netty.http.client.HttpClientConnect";

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		boolean hasLevel = parents().anyMatch((name) -> environment.containsProperty("logging.level." + name));
		if (!hasLevel && OnWechatPayHkCondition.isAnySet(environment)) {
			environment.getPropertySources()
				.addLast(new MapPropertySource("wechatPayHkConnectorLogging",
						Map.of("logging.level." + LOGGER, "error")));
		}
	}

	private static Stream<String> parents() {
		return Stream.iterate(LOGGER, (name) -> !name.isEmpty(),
				(name) -> name.substring(0, Math.max(name.lastIndexOf('.'), 0)));
	}

}
