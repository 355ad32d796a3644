package io.github.wechatpayhk.order;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.field.RequestField;
import io.github.wechatpayhk.order.PlaceOrderService.PlacedOrder;
import io.github.wechatpayhk.webclient.JsonExchange;
import io.github.wechatpayhk.webclient.JsonExchange.JsonReading;
import reactor.core.publisher.Mono;

import org.springframework.web.reactive.function.client.ClientResponse;

/**
 * Places orders with one call over the signed client.
 */
final class WebClientPlaceOrderService implements PlaceOrderService {

	private static final Set<TradeType> PLACEABLE = Set.of(TradeType.NATIVE, TradeType.JSAPI, TradeType.APP,
			TradeType.MWEB);

	private final WechatPayHkClient client;

	private final JsonExchange exchange;

	private final JsonReading<PlacedOrder> placedOrders;

	WebClientPlaceOrderService(WechatPayHkClient client) {
		this.client = client;
		this.exchange = client.jsonExchange();
		this.placedOrders = this.exchange.reading(PlacedOrder.class);
	}

	@Override
	public Mono<PlacedOrder> place(PlaceOrderRequest request) {
		return Mono.defer(() -> {
			String path = RequestField.requirePresent("request", request)
				.options()
				.template(this.client.generation().placeOrder());
			return this.exchange.post(path, Map.of("kind", kind(request)), request.completedBy(this.client),
					this::read);
		});
	}

	private static String kind(PlaceOrderRequest request) {
		if (!PLACEABLE.contains(request.tradeType())) {
			throw new WechatPayHkRequestException("'tradeType' must be one of NATIVE, JSAPI, APP and MWEB");
		}
		return request.tradeType().value().toLowerCase(Locale.ROOT);
	}

	private Mono<PlacedOrder> read(ClientResponse response) {
		return this.placedOrders.requireOk(response)
			.flatMap((placed) -> placed.hasHandOver() ? Mono.just(placed)
					: this.placedOrders.unreadable(response, null));
	}

}
