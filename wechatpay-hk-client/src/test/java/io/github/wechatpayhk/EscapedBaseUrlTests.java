package io.github.wechatpayhk;

import java.net.URI;
import java.time.Duration;

import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.order.CloseOrderService;
import io.github.wechatpayhk.order.OrderReference;
import io.github.wechatpayhk.order.QueryOrderService;
import io.github.wechatpayhk.order.ReverseOrderRequest;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.resilience.FailoverSettings;
import io.github.wechatpayhk.resilience.ResilientCalls;
import io.github.wechatpayhk.trust.ApiV3Key;
import io.github.wechatpayhk.trust.PlatformTrust;
import io.github.wechatpayhk.webclient.CallOptions;
import io.github.wechatpayhk.wire.Connector;
import io.github.wechatpayhk.wire.WireGateway;
import io.github.wechatpayhk.wire.WireKeys;
import io.github.wechatpayhk.wire.WireRequest;
import io.github.wechatpayhk.wire.WireResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A base URL goes to the request line with the escapes that it has, however it is set.
 */
class EscapedBaseUrlTests {

	private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

	private static final ReverseOrderRequest ORDER = ReverseOrderRequest.outTradeNo("T1|2");

	private static final String REVERSE = "v3/transactions/out-trade-no/T1%7C2/reverse";

	private final WireGateway gateway = WireGateway.start((request) -> WireResponse.signed(204, ""));

	@AfterEach
	void stop() {
		this.gateway.close();
	}

	private WechatPayHkClient client(URI baseUrl) {
		return WechatPayHkClient
			.builder(MerchantIds.direct(WireKeys.MCHID), WireKeys.credential(), WireKeys.platformKeys())
			.baseUrl(baseUrl)
			.connector(Connector.OURS.get())
			.build();
	}

	private void assertTarget(Mono<?> call, String target) {
		call.onErrorComplete().block(LONG_ENOUGH);
		WireRequest request = this.gateway.request();
		assertThat(request.target()).isEqualTo(target);
		assertThat(WireKeys.verifies(request, request.body())).isTrue();
		this.gateway.requests().clear();
	}

	@ParameterizedTest
	@CsvSource({ "/a%20b/hk/, /a%20b/hk/", "/a%20b/hk, /a%20b/hk/", "/é/hk/, /%C3%A9/hk/",
			"/撤銷/hk/, /%E6%92%A4%E9%8A%B7/hk/", "/a+b;c=d/hk/, /a+b;c=d/hk/" })
	void isSentAsItIsSigned(String path, String sent) {
		URI baseUrl = URI.create(this.gateway.baseUrl().resolve("/") + path.substring(1));
		WechatPayHkClient configured = client(baseUrl);
		WechatPayHkClient other = client(WireGateway.deserted());
		ReverseOrderService service = ReverseOrderService.create(other);

		assertTarget(ReverseOrderService.create(configured).reverse(ORDER), sent + REVERSE);
		assertTarget(configured.webClient().post().uri("v3/{x}", "ü").retrieve().toBodilessEntity(),
				sent + "v3/%C3%BC");
		assertTarget(configured.webClient().post().uri((uri) -> uri.path("v3/x").build()).retrieve().toBodilessEntity(),
				sent + "v3/x");
		assertTarget(service.reverse(ORDER.withBaseUrl(baseUrl)), sent + REVERSE);
		assertTarget(CloseOrderService.create(other).close(OrderReference.outTradeNo("T1").withBaseUrl(baseUrl)),
				sent + "v3/transactions/out-trade-no/T1/close");
		assertTarget(QueryOrderService.create(other).query(OrderReference.outTradeNo("T1").withBaseUrl(baseUrl)),
				sent + "v3/transactions/out-trade-no/T1?mchid=1900000109");
		assertTarget(ResilientCalls.builder(WireKeys.MCHID)
			.failover(FailoverSettings.of(baseUrl))
			.build()
			.decorate(service)
			.reverse(ORDER), sent + REVERSE);
		assertTarget(certificates(baseUrl, null).warmUp(), sent + "v3/certificates");
		assertTarget(certificates(baseUrl, "é/%20").warmUp(), sent + "%C3%A9/%20");
	}

	private static WechatPayHkClient certificates(URI baseUrl, @Nullable String path) {
		Merchant merchant = Merchant
			.of(MerchantIds.direct(WireKeys.MCHID), WireKeys.credential(),
					PlatformTrust.certificates(ApiV3Key.of("0123456789abcdef0123456789abcdef")))
			.withBaseUrl(baseUrl);
		return WechatPayHkClient.builder((path != null) ? merchant.withCertificatesPath(path) : merchant)
			.connector(Connector.OURS.get())
			.build();
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://example.com/a%2Fb/", "https://example.com/a%3Fb/", "https://example.com/a%23b/",
			"https://example.com/%7Ba%7D/", "https://example.com/100%25/", "https://example.com/%FF/",
			"https://example.com/%41/" })
	void isRefusedWhereItsEscapesAreAmbiguous(String baseUrl) {
		assertThatExceptionOfType(WechatPayHkRequestException.class)
			.isThrownBy(() -> CallOptions.requireBaseUrl(URI.create(baseUrl)))
			.withMessageContaining("escapes");
	}

}
