package io.github.wechatpayhk;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.wechatpayhk.error.SignatureStatus;
import io.github.wechatpayhk.error.WechatPayHkApiException;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.order.Order;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.webclient.ErrorResponseReader;
import io.github.wechatpayhk.webclient.JsonExchange;
import io.github.wechatpayhk.wire.Connector;
import io.github.wechatpayhk.wire.WireGateway;
import io.github.wechatpayhk.wire.WireKeys;
import io.github.wechatpayhk.wire.WireResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A response that was not verified never says that it was, whatever headers it carries.
 */
class UnverifiedResponseTests {

	private static final Map<String, Object> BODY = Map.of("mchid", WireKeys.MCHID);

	@Test
	void signatureHeadersDoNotVerifyTheResponseOfAnUnsignedClient() {
		try (WireGateway gateway = WireGateway.start((request) -> WireResponse.signed(404, "{}"))) {
			JsonExchange exchange = unsigned(gateway);

			verifyAbsent(exchange.post("/v3/any", Map.of(), BODY, exchange::requireNoContent), 404);
		}
	}

	@Test
	void noSuccessOfAnUnsignedClientCompletes() {
		try (WireGateway gateway = WireGateway.start((request) -> WireResponse.signed(204, ""))) {
			JsonExchange exchange = unsigned(gateway);

			verifyAbsent(exchange.post("/v3/any", Map.of(), BODY, exchange::requireNoContent), 204);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"out_trade_no\":\"T1\",\"trade_state\":\"SUCCESS\"}", "nonsense", "" })
	void noBodyOfAnUnsignedClientIsRead(String body) {
		try (WireGateway gateway = WireGateway.start((request) -> WireResponse.signed(200, body))) {
			JsonExchange exchange = unsigned(gateway);

			verifyAbsent(exchange.get("/v3/any", Map.of(), exchange.reading(Order.class)::requireOk), 200);
		}
	}

	@Test
	void headerThatAFilterAddsVerifiesNothing() {
		ExchangeFilterFunction adding = (request, next) -> next.exchange(request)
			.map((response) -> response.mutate().header("Wechatpay-Signature", "c2lnbmF0dXJl").build());
		try (WireGateway gateway = WireGateway.start((request) -> WireResponse.unsigned(404, "{}"))) {
			verifyAbsent(ReverseOrderService.create(signed(gateway, adding)).reverse("T1"), 404);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 204, 404 })
	void responseThatAFilterMakesUpIsNotVerified(int status) {
		ExchangeFilterFunction inventing = (request, next) -> next.exchange(request)
			.flatMap((response) -> response.releaseBody()
				.thenReturn(ClientResponse.create(HttpStatus.valueOf(status))
					.headers((headers) -> headers.addAll(response.headers().asHttpHeaders()))
					.build()));
		try (WireGateway gateway = WireGateway.start((request) -> WireResponse.signed(404, "{}"))) {
			verifyAbsent(ReverseOrderService.create(signed(gateway, inventing)).reverse("T1"), status);
		}
	}

	@Test
	void responseThatAFilterReadsAndHandsOnStaysVerified() {
		ExchangeFilterFunction reading = (request, next) -> next.exchange(request)
			.flatMap((response) -> response.bodyToMono(String.class)
				.map((body) -> response.mutate().body(body).build()));
		try (WireGateway gateway = WireGateway.start((request) -> WireResponse.signed(404, "{}"))) {
			verifyFailure(ReverseOrderService.create(signed(gateway, reading)).reverse("T1"), 404,
					SignatureStatus.VERIFIED);
		}
	}

	private static JsonExchange unsigned(WireGateway gateway) {
		return new JsonExchange(
				WebClient.builder().baseUrl(gateway.baseUrl().toString()).clientConnector(Connector.OURS.get()).build(),
				new ErrorResponseReader());
	}

	private static WechatPayHkClient signed(WireGateway gateway, ExchangeFilterFunction filter) {
		return WechatPayHkClient
			.builder(MerchantIds.direct(WireKeys.MCHID), WireKeys.credential(), WireKeys.platformKeys())
			.baseUrl(gateway.baseUrl())
			.connector(Connector.OURS.get())
			.customize((builder) -> builder.filters((filters) -> filters.addAll(List.of(filter))))
			.build();
	}

	private static void verifyAbsent(Mono<?> call, int status) {
		verifyFailure(call, status, SignatureStatus.ABSENT);
	}

	private static void verifyFailure(Mono<?> call, int status, SignatureStatus signatureStatus) {
		StepVerifier.create(call)
			.expectErrorSatisfies(
					(error) -> assertThat(error).isInstanceOfSatisfying(WechatPayHkApiException.class, (ex) -> {
						assertThat(ex.status()).isEqualTo(status);
						assertThat(ex.signatureStatus()).isEqualTo(signatureStatus);
					}))
			.verify(Duration.ofSeconds(60));
	}

}
