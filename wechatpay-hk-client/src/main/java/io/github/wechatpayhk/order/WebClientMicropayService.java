package io.github.wechatpayhk.order;

import java.util.Map;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.error.WechatPayHkApiException;
import io.github.wechatpayhk.field.RequestField;
import io.github.wechatpayhk.order.MicropayService.MicropayResponse;
import io.github.wechatpayhk.webclient.JsonExchange;
import io.github.wechatpayhk.webclient.JsonExchange.JsonReading;
import reactor.core.publisher.Mono;

import org.springframework.web.reactive.function.client.ClientResponse;

/**
 * Takes payments with one call over the signed client.
 */
final class WebClientMicropayService implements MicropayService {

	private final WechatPayHkClient client;

	private final JsonExchange exchange;

	private final JsonReading<Order> orders;

	WebClientMicropayService(WechatPayHkClient client) {
		this.client = client;
		this.exchange = client.jsonExchange();
		this.orders = this.exchange.reading(Order.class);
	}

	@Override
	public Mono<MicropayResponse> pay(MicropayRequest request) {
		return Mono.defer(() -> {
			MicropayRequest complete = RequestField.requirePresent("request", request)
				.withIds(request.ids().orElse(this.client.shopIds()).requireComplete());
			return this.exchange.post(request.options().template(this.client.generation().micropay()), Map.of(),
					complete, (response) -> response(complete, response));
		});
	}

	private Mono<MicropayResponse> response(MicropayRequest request, ClientResponse response) {
		return switch (response.statusCode().value()) {
			case 200 -> order(request, response).map((order) -> new MicropayResponse(false, order));
			// what a 202 holds is not documented: the status alone says to query next
			case 202 -> order(request, response).map((order) -> new MicropayResponse(true, order))
				.onErrorReturn(WechatPayHkApiException.class, new MicropayResponse(true, null));
			default -> this.exchange.refuse(response);
		};
	}

	private Mono<Order> order(MicropayRequest request, ClientResponse response) {
		OrderReference asked = OrderReference.outTradeNo(request.outTradeNo());
		return this.orders.read(response)
			.flatMap(
					(order) -> this.orders.related(order, response, asked.compare(order, request.ids().merchantIds())));
	}

}
