package io.github.wechatpayhk;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.WechatPayHkApiException;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.error.WechatPayHkSignatureException;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.order.ReverseOrderRequest;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.webclient.SignedExchange;
import io.github.wechatpayhk.wire.Connector;
import io.github.wechatpayhk.wire.WireGateway;
import io.github.wechatpayhk.wire.WireKeys;
import io.github.wechatpayhk.wire.WireRequest;
import io.github.wechatpayhk.wire.WireResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;

import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.support.WebClientAdapter;
import org.springframework.web.service.annotation.PostExchange;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;
import org.springframework.web.util.DefaultUriBuilderFactory;
import org.springframework.web.util.UriBuilderFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The six ways of the reference page, with base URL and ids for one call alone, written
 * as in the documentation, which may show only what is compiled.
 */
class SixWaysTests {

	private static final URI CONFIGURED = WireGateway.deserted();

	private final WechatPayHkClient client = WechatPayHkClient
		.builder(MerchantIds.direct("1900000555"), WireKeys.credential(), WireKeys.platformKeys())
		.baseUrl(CONFIGURED)
		.connector(Connector.OURS.get())
		.build();

	private final ReverseOrderService service = ReverseOrderService.create(this.client);

	private final WebClient webClient = this.client.webClient();

	private final MerchantIds ids = new MerchantIds("1900000109", "1900000100", "1900000109");

	private final String outTradeNo = "1217752501201407033233368018";

	// @formatter:off
	private void typed(URI baseUrl) throws Throwable {
		ReverseOrderRequest request = ReverseOrderRequest.outTradeNo("1217752501201407033233368018")
			.withMchid("1900000109").withSpMchid("1900000100").withSubMchid("1900000109").withBaseUrl(baseUrl);
		Mono<Void> reversal = service.reverse(request);
		await(reversal);
	}

	private void typedBlocking(URI baseUrl) {
		ReverseOrderRequest request = ReverseOrderRequest.outTradeNo("1217752501201407033233368018")
			.withMchid("1900000109").withSpMchid("1900000100").withSubMchid("1900000109").withBaseUrl(baseUrl);
		service.reverse(request).block();
	}

	private void template(URI baseUrl) throws Throwable {
		Mono<Void> reversal = webClient.post()
			.uri(baseUrl + "v3/transactions/out-trade-no/{out_trade_no}/reverse", "1217752501201407033233368018")
			.bodyValue(ids).retrieve().bodyToMono(Void.class);
		await(reversal);
	}

	private void templateBlocking(URI baseUrl) {
		webClient.post()
			.uri(baseUrl + "v3/transactions/out-trade-no/{out_trade_no}/reverse", "1217752501201407033233368018")
			.bodyValue(ids).retrieve().bodyToMono(Void.class).block();
	}

	private void declared(URI baseUrl) throws Throwable {
		HttpServiceProxyFactory proxies = HttpServiceProxyFactory.builderFor(WebClientAdapter.create(webClient)).build();
		Reversals reversals = proxies.createClient(Reversals.class);
		Mono<Void> reversal = reversals.reverse(new DefaultUriBuilderFactory(baseUrl.toString()), outTradeNo, ids);
		await(reversal);
	}

	private void declaredBlocking(URI baseUrl) {
		HttpServiceProxyFactory proxies = HttpServiceProxyFactory.builderFor(WebClientAdapter.create(webClient)).build();
		Reversals reversals = proxies.createClient(Reversals.class);
		reversals.reverse(new DefaultUriBuilderFactory(baseUrl.toString()), outTradeNo, ids).block();
	}

	interface Reversals {

		@PostExchange("v3/transactions/out-trade-no/{outTradeNo}/reverse")
		Mono<Void> reverse(UriBuilderFactory baseUrl, @PathVariable String outTradeNo, @RequestBody MerchantIds ids);

	}
	// @formatter:on

	private static void await(Mono<Void> call) throws Throwable {
		try {
			call.toFuture().get(30, TimeUnit.SECONDS);
		}
		catch (ExecutionException ex) {
			Throwable cause = ex.getCause();
			throw (cause != null) ? cause : ex;
		}
		catch (TimeoutException ex) {
			throw new AssertionError(ex);
		}
	}

	private List<Way> ways() {
		return List.of(this::typed, this::typedBlocking, this::template, this::templateBlocking, this::declared,
				this::declaredBlocking);
	}

	private List<@Nullable Throwable> ends(URI baseUrl) {
		List<@Nullable Throwable> ends = new ArrayList<>();
		for (Way way : ways()) {
			ends.add(end(way, baseUrl));
		}
		return ends;
	}

	private static @Nullable Throwable end(Way way, URI baseUrl) {
		try {
			way.call(baseUrl);
			return null;
		}
		catch (Throwable ex) {
			return ex;
		}
	}

	@Test
	void sendTheSameBytesAndCompleteOnVerified204() {
		try (WireGateway gateway = WireGateway.start((request) -> WireResponse.signed(204, ""))) {
			assertThat(ends(gateway.baseUrl())).hasSize(6).containsOnlyNulls();

			assertThat(gateway.requests()).hasSize(6)
				.allSatisfy((request) -> assertThat(WireKeys.verifies(request, request.body())).isTrue())
				.allSatisfy((request) -> assertThat(request.target())
					.isEqualTo("/hk/v3/transactions/out-trade-no/1217752501201407033233368018/reverse"))
				.allSatisfy((request) -> assertThat(request.text())
					.isEqualTo("{\"mchid\":\"1900000109\",\"sp_mchid\":\"1900000100\",\"sub_mchid\":\"1900000109\"}"))
				.allSatisfy((request) -> assertThat(request.header("Content-Type")).isEqualTo("application/json"))
				.allSatisfy((request) -> assertThat(request.header("Accept")).isEqualTo("application/json"));
			assertThat(gateway.requests()).extracting(WireRequest::nonce).doesNotHaveDuplicates();
		}
	}

	static Stream<Arguments> refusals() {
		String body = "{\"code\":\"ORDER_NOT_EXIST\",\"message\":\"no such order\"}";
		return Stream.of(
				refusal("unsigned", () -> WireResponse.unsigned(204, ""), WechatPayHkSignatureException.class,
						Outcome.UNKNOWN),
				refusal("forged", () -> WireResponse.forged(204, ""), WechatPayHkSignatureException.class,
						Outcome.UNKNOWN),
				refusal("202", () -> WireResponse.signed(202, ""), WechatPayHkApiException.class, Outcome.UNKNOWN),
				refusal("302", () -> WireResponse.unsigned(302, "", "Location: https://example.org/"),
						WechatPayHkApiException.class, Outcome.UNKNOWN),
				refusal("404", () -> WireResponse.signed(404, body), WechatPayHkApiException.class, Outcome.REJECTED),
				refusal("unsigned 404", () -> WireResponse.unsigned(404, body), WechatPayHkApiException.class,
						Outcome.UNKNOWN),
				refusal("unsigned 400",
						() -> WireResponse.unsigned(400, "{\"code\":\"PARAM_ERROR\",\"message\":\"no such field\"}"),
						WechatPayHkApiException.class, Outcome.REJECTED),
				refusal("forged 404", () -> WireResponse.forged(404, body), WechatPayHkSignatureException.class,
						Outcome.UNKNOWN),
				refusal("502", () -> WireResponse.unsigned(502, "<html>"), WechatPayHkApiException.class,
						Outcome.UNKNOWN));
	}

	private static Arguments refusal(String name, Supplier<WireResponse> response,
			Class<? extends WechatPayHkException> type, Outcome outcome) {
		return Arguments.of(name, response, type, outcome);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("refusals")
	void failWithTheSameError(String name, Supplier<WireResponse> response, Class<? extends WechatPayHkException> type,
			Outcome outcome) {
		try (WireGateway gateway = WireGateway.start((request) -> response.get())) {
			List<@Nullable Throwable> ends = ends(gateway.baseUrl());

			assertThat(ends).hasSize(6).hasOnlyElementsOfType(type);
			assertThat(ends).extracting((end) -> ((WechatPayHkException) end).outcome()).containsOnly(outcome);
			assertThat(ends).extracting(String::valueOf).containsOnly(String.valueOf(ends.get(0)));
		}
	}

	@Test
	void differOnVerified200OnlyBetweenTypedAndGeneral() {
		try (WireGateway gateway = WireGateway.start((request) -> WireResponse.signed(200, "{}"))) {
			List<@Nullable Throwable> ends = ends(gateway.baseUrl());

			assertThat(ends.subList(0, 2)).hasOnlyElementsOfType(WechatPayHkApiException.class);
			assertThat(ends.subList(2, 6)).containsOnlyNulls();
		}
	}

	@Test
	void handOnVerified202ToRequestsThatAdmitIt() {
		try (WireGateway gateway = WireGateway.start((request) -> WireResponse.signed(202, "{\"a\":1}"))) {
			String response = this.webClient.post()
				.uri(gateway.baseUrl() + "v3/transactions/micropay")
				.attributes(SignedExchange::admitAccepted)
				.retrieve()
				.bodyToMono(String.class)
				.block();
			String declared = HttpServiceProxyFactory.builderFor(WebClientAdapter.create(this.webClient))
				.build()
				.createClient(Payments.class)
				.pay(new DefaultUriBuilderFactory(gateway.baseUrl().toString()), true);

			assertThat(response).isEqualTo("{\"a\":1}");
			assertThat(declared).isEqualTo("{\"a\":1}");
		}
	}

	@Test
	void admittingVerified202AdmitsNothingElse() {
		for (WireResponse refused : List.of(WireResponse.unsigned(202, ""), WireResponse.forged(202, ""),
				WireResponse.signed(201, ""), WireResponse.signed(303, ""), WireResponse.signed(500, ""))) {
			try (WireGateway gateway = WireGateway.start((request) -> refused)) {
				Way way = (baseUrl) -> this.webClient.post()
					.uri(baseUrl + "v3/transactions/micropay")
					.attributes(SignedExchange::admitAccepted)
					.retrieve()
					.toBodilessEntity()
					.block();

				assertThat(end(way, gateway.baseUrl())).isInstanceOf(WechatPayHkException.class);
			}
		}
	}

	interface Payments {

		@PostExchange("v3/transactions/micropay")
		String pay(UriBuilderFactory baseUrl, @RequestAttribute(SignedExchange.ADMITS_ACCEPTED) boolean admitsAccepted);

	}

	@FunctionalInterface
	interface Way {

		void call(URI baseUrl) throws Throwable;

	}

}
