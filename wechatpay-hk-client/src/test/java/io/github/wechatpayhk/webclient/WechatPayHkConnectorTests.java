package io.github.wechatpayhk.webclient;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.test.StepVerifier;

import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpResponse;

import static org.assertj.core.api.Assertions.assertThat;

class WechatPayHkConnectorTests {

	private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

	private final AtomicInteger made = new AtomicInteger();

	private HttpClient count(HttpClient client) {
		this.made.incrementAndGet();
		return client;
	}

	private HttpClient failOnce(HttpClient client) {
		if (this.made.getAndIncrement() == 0) {
			throw new IllegalStateException("no TLS today");
		}
		return client;
	}

	private static Mono<Integer> call(WechatPayHkConnector connector, WechatPayHkSimulator simulator) {
		return connector.connect(HttpMethod.GET, simulator.baseUrl(), ClientHttpRequest::setComplete)
			.flatMap(WechatPayHkConnectorTests::status);
	}

	private static Mono<Integer> status(ClientHttpResponse response) {
		return response.getBody().doOnNext(DataBufferUtils::release).then(Mono.just(response.getStatusCode().value()));
	}

	@Test
	void isMadeOnceForTheFirstCalls() {
		try (WechatPayHkSimulator simulator = WechatPayHkSimulator.start();
				WechatPayHkConnector connector = WechatPayHkConnector.create(ConnectionSettings.defaults(),
						this::count)) {
			assertThat(this.made).hasValue(0);

			StepVerifier.create(Flux.range(0, 20).flatMap((call) -> call(connector, simulator), 20))
				.expectNextCount(20)
				.expectComplete()
				.verify(LONG_ENOUGH);

			assertThat(this.made).hasValue(1);
		}
	}

	@Test
	void warmUpMakesItAndConnectsNowhere() {
		try (WechatPayHkSimulator simulator = WechatPayHkSimulator.start();
				WechatPayHkConnector connector = WechatPayHkConnector.create(ConnectionSettings.defaults(),
						this::count)) {
			StepVerifier.create(connector.warmUp()).expectComplete().verify(LONG_ENOUGH);
			assertThat(this.made).hasValue(1);
			assertThat(simulator.requests().total()).isZero();

			StepVerifier.create(call(connector, simulator)).expectNextCount(1).expectComplete().verify(LONG_ENOUGH);
			assertThat(this.made).hasValue(1);
		}
	}

	@Test
	void isTriedAgainAfterItCouldNotBeMade() {
		try (WechatPayHkSimulator simulator = WechatPayHkSimulator.start();
				WechatPayHkConnector connector = WechatPayHkConnector.create(ConnectionSettings.defaults(),
						this::failOnce)) {
			StepVerifier.create(connector.warmUp()).expectErrorMessage("no TLS today").verify(LONG_ENOUGH);

			StepVerifier.create(call(connector, simulator)).expectNextCount(1).expectComplete().verify(LONG_ENOUGH);
		}
	}

}
