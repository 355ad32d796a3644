package io.github.wechatpayhk.webclient;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.WechatPayHkTransportException;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.wire.WireGateway;
import io.github.wechatpayhk.wire.WireKeys;
import io.github.wechatpayhk.wire.WireResponse;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How many calls may wait for a connection.
 */
class PendingAcquireTests {

	private static final Duration LONG_ENOUGH = Duration.ofMinutes(2);

	/**
	 * The first call has the connection, the second one waits, and the third one is
	 * refused before it is sent.
	 */
	@Test
	void refusesMoreCallsThanMayWait() {
		CountDownLatch refused = new CountDownLatch(1);
		ConnectionSettings settings = new ConnectionSettings(LONG_ENOUGH, 1, 1, LONG_ENOUGH, LONG_ENOUGH, null);
		try (WireGateway gateway = WireGateway.start((request) -> responseAfter(refused));
				WechatPayHkConnector connector = WechatPayHkConnector.create(settings)) {
			ReverseOrderService service = ReverseOrderService.create(WechatPayHkClient
				.builder(MerchantIds.direct(WireKeys.MCHID), WireKeys.credential(), WireKeys.platformKeys())
				.baseUrl(gateway.baseUrl())
				.limits(new ExchangeLimits(LONG_ENOUGH, 1024, 1024))
				.connector(connector)
				.build());

			StepVerifier
				.create(Flux.range(0, 3)
					.flatMap((number) -> service.reverse("T" + number)
						.materialize()
						.doOnNext((signal) -> refused.countDown()))
					.filter((signal) -> signal.isOnError())
					.map((signal) -> String.valueOf(signal.getThrowable()))
					.collectList())
				.assertNext((failures) -> assertThat(failures).singleElement()
					.asString()
					.startsWith(WechatPayHkTransportException.class.getName() + ": No connection to '127.0.0.1': ")
					.endsWith("outcome " + Outcome.NOT_SENT))
				.expectComplete()
				.verify(LONG_ENOUGH);
			assertThat(gateway.requests()).hasSize(2);
			assertThat(gateway.acceptedConnections()).isEqualTo(1);
		}
	}

	private static WireResponse responseAfter(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		return WireResponse.signed(204, "");
	}

}
