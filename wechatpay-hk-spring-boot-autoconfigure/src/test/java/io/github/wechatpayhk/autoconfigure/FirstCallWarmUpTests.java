package io.github.wechatpayhk.autoconfigure;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.wechatpayhk.signature.SignatureProvider;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.webclient.ConnectionSettings;
import io.github.wechatpayhk.webclient.WechatPayHkConnector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.test.StepVerifier;

import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

class FirstCallWarmUpTests {

	@TempDir
	private Path directory;

	@Test
	void preparesConnectionsOnceTheApplicationIsReady() throws IOException, InterruptedException {
		try (WechatPayHkSimulator simulator = WechatPayHkSimulator.start();
				ConfigurableApplicationContext context = start(simulator)) {
			assertThat(context.getBean(CountDownLatch.class).await(30, TimeUnit.SECONDS)).isTrue();
			assertThat(simulator.requests().total()).isZero();
		}
	}

	@Test
	void rehearsesACallInMemory() throws IOException {
		try (WechatPayHkSimulator simulator = WechatPayHkSimulator.start();
				ConfigurableApplicationContext context = start(simulator)) {
			StepVerifier
				.create(Rehearsal.of(context.getBean(WechatPayHkConnector.class),
						context.getBean(SignatureProvider.class)))
				.expectComplete()
				.verify(Duration.ofSeconds(60));
			assertThat(simulator.requests().total()).isZero();
		}
	}

	@Test
	void preparesNothingWhereItIsSwitchedOff() throws IOException {
		try (WechatPayHkSimulator simulator = WechatPayHkSimulator.start();
				ConfigurableApplicationContext context = start(simulator, "wechatpay.hk.http.warm-up=false")) {
			assertThat(context.getBeansOfType(FirstCallWarmUp.class)).isEmpty();
			assertThat(context.getBean(CountDownLatch.class).getCount()).isEqualTo(1);
		}
	}

	private ConfigurableApplicationContext start(WechatPayHkSimulator simulator, String... properties)
			throws IOException {
		return TestApplication.start(WebApplicationType.NONE, simulator, this.directory, CountedConnector.class,
				properties);
	}

	@Configuration(proxyBeanMethods = false)
	static class CountedConnector {

		@Bean
		CountDownLatch made() {
			return new CountDownLatch(1);
		}

		@Bean
		WechatPayHkConnector connector(CountDownLatch made) {
			return WechatPayHkConnector.create(ConnectionSettings.defaults(), (client) -> {
				made.countDown();
				return client;
			});
		}

	}

}
