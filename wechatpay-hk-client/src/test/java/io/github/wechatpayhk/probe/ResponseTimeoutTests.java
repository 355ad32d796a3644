package io.github.wechatpayhk.probe;

import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.WechatPayHkTransportException;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.webclient.WechatPayHkConnector;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

class ResponseTimeoutTests {

	/**
	 * A timer elsewhere would wake a thread for each call, also for those that receive a
	 * response in time.
	 */
	@Test
	void isTimedByTheThreadOfTheConnection() throws Exception {
		AtomicReference<String> thread = new AtomicReference<>();
		try (ProbeGateway gateway = ProbeGateway.start((request, connection) -> {
			connection.getInputStream().transferTo(OutputStream.nullOutputStream());
			connection.close();
		})) {
			ProbeSetup setup = new ProbeSetup(gateway.baseUrl());
			setup.responseTimeout = Duration.ofMillis(100);
			try (WechatPayHkConnector connector = setup.connector()) {
				Mono<Void> call = ReverseOrderService.create(setup.client(connector)).reverse("T1");

				StepVerifier.create(call.doOnError((ex) -> thread.set(Thread.currentThread().getName())))
					.expectErrorSatisfies(
							(ex) -> assertThat(ex).isInstanceOfSatisfying(WechatPayHkTransportException.class,
									(failure) -> assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN)))
					.verify(Duration.ofMinutes(1));
			}
		}
		assertThat(thread.get()).startsWith("reactor-http");
	}

}
