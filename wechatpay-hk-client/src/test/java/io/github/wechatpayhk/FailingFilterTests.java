package io.github.wechatpayhk;

import java.time.Duration;
import java.util.List;

import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.WechatPayHkTransportException;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.wire.Connector;
import io.github.wechatpayhk.wire.WireGateway;
import io.github.wechatpayhk.wire.WireKeys;
import io.github.wechatpayhk.wire.WireRequest;
import io.github.wechatpayhk.wire.WireResponse;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.web.reactive.function.client.ExchangeFilterFunction;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A filter of the application may fail before the signed exchange or after it. The client
 * cannot tell which, so the outcome is unknown.
 */
class FailingFilterTests {

	@Test
	void leavesTheOutcomeUnknownThoughTheOrderWasReversed() {
		assertThat(
				requestsOf(
						(request,
								next) -> next.exchange(request)
									.flatMap((response) -> response.releaseBody()
										.then(Mono.error(new IllegalStateException("the audit log is full"))))))
			.hasSize(1);
	}

	@Test
	void leavesTheOutcomeUnknownThoughNothingWasSent() {
		assertThat(requestsOf((request, next) -> Mono.error(new IllegalStateException("the audit log is full"))))
			.isEmpty();
	}

	private static List<WireRequest> requestsOf(ExchangeFilterFunction auditing) {
		try (WireGateway gateway = WireGateway.start((request) -> WireResponse.signed(204, ""))) {
			WechatPayHkClient client = WechatPayHkClient
				.builder(MerchantIds.direct(WireKeys.MCHID), WireKeys.credential(), WireKeys.platformKeys())
				.baseUrl(gateway.baseUrl())
				.connector(Connector.OURS.get())
				.customize((builder) -> builder.filter(auditing))
				.build();

			StepVerifier.create(ReverseOrderService.create(client).reverse("T1"))
				.expectErrorSatisfies((error) -> assertThat(error)
					.isInstanceOfSatisfying(WechatPayHkTransportException.class,
							(ex) -> assertThat(ex.outcome()).isEqualTo(Outcome.UNKNOWN))
					.hasMessageStartingWith("A filter around the signed exchange failed")
					.hasRootCauseMessage("the audit log is full"))
				.verify(Duration.ofSeconds(30));
			return gateway.requests();
		}
	}

}
