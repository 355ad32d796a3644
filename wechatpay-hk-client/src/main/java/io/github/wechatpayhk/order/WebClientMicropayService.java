package io.github.wechatpayhk.order;

import java.util.Map;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.error.WechatPayHkApiException;
import io.github.wechatpayhk.webclient.JsonExchange;
import reactor.core.publisher.Mono;

import org.springframework.web.reactive.function.client.ClientResponse;

/**
 * Takes payments with one call over the signed client.
 */
final class WebClientMicropayService implements MicropayService {

	private final WechatPayHkClient client;

	private final JsonExchange exchange;

	WebClientMicropayService(WechatPayHkClient client) {
		this.client = client;
		this.exchange = new JsonExchange(client.webClient());
	}

	@Override
	public Mono<MicropayAnswer> pay(MicropayRequest request) {
		return Mono.defer(() -> this.exchange.post(this.client.generation().micropay(), Map.of(),
				request.withIds(request.ids().orElse(this.client.shopIds()).requireComplete()),
				(response) -> answer(request, response)));
	}

	private Mono<MicropayAnswer> answer(MicropayRequest request, ClientResponse response) {
		return switch (response.statusCode().value()) {
			case 200 -> this.exchange.read(response, Order.class)
				.flatMap((order) -> order.outTradeNo().equals(request.outTradeNo())
						? Mono.just(new MicropayAnswer(false, order)) : this.exchange.unreadable(response, null));
			// what a 202 holds is not documented: the status alone says to query next
			case 202 -> this.exchange.read(response, Order.class)
				.filter((order) -> order.outTradeNo().equals(request.outTradeNo()))
				.map((order) -> new MicropayAnswer(true, order))
				.onErrorResume(WechatPayHkApiException.class, (ex) -> Mono.empty())
				.defaultIfEmpty(new MicropayAnswer(true, null));
			default -> this.exchange.refuse(response);
		};
	}

}
