package io.github.wechatpayhk.documentation.moving;

import java.net.URI;
import java.util.List;

import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.order.ReverseOrderRequest;
import io.github.wechatpayhk.order.ReverseOrderService;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.support.WebClientAdapter;
import org.springframework.web.service.annotation.PostExchange;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;

/**
 * What the six ways of the PHP SDK have become.
 */
class SixWays {

	private final ReverseOrderService service;

	private final WebClient webClient;

	SixWays(ReverseOrderService service, WebClient webClient) {
		this.service = service;
		this.webClient = webClient;
	}

	Mono<Void> chained() {
		return this.service.reverse(ReverseOrderRequest.outTradeNo("1217752501201407033233368018")
			.withMchid("1900000109")
			.withBaseUrl(URI.create("https://api.mch.weixin.qq.com/hk/")));
	}

	Mono<Void> template() {
		return this.webClient.post()
			.uri("v3/transactions/out-trade-no/{out_trade_no}/reverse", "1217752501201407033233368018")
			.bodyValue(MerchantIds.direct("1900000109"))
			.retrieve()
			.bodyToMono(Void.class);
	}

	interface OrderReversals {

		@PostExchange("v3/transactions/out-trade-no/{outTradeNo}/reverse")
		Mono<Void> reverse(@PathVariable String outTradeNo, @RequestBody MerchantIds ids);

	}

	Mono<Void> declared() {
		OrderReversals reversals = HttpServiceProxyFactory.builderFor(WebClientAdapter.create(this.webClient))
			.build()
			.createClient(OrderReversals.class);
		return reversals.reverse("1217752501201407033233368018", MerchantIds.direct("1900000109"));
	}

	Flux<String> allOf(List<String> outTradeNos) {
		return Flux.fromIterable(outTradeNos)
			.flatMap((outTradeNo) -> this.service.reverse(outTradeNo)
				.thenReturn(outTradeNo + " is reversed")
				.onErrorResume(WechatPayHkException.class, (ex) -> Mono.just(outTradeNo + ": " + ex.outcome())));
	}

}
