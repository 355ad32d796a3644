package io.github.wechatpayhk.order;

import java.util.Map;

import io.github.wechatpayhk.ApiGeneration;
import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.field.RequestField;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.webclient.JsonExchange;
import reactor.core.publisher.Mono;

/**
 * Reverses with one call over the signed client.
 */
final class WebClientReverseOrderService implements ReverseOrderService {

	private final WechatPayHkClient client;

	private final JsonExchange exchange;

	WebClientReverseOrderService(WechatPayHkClient client) {
		this.client = client;
		this.exchange = client.jsonExchange();
	}

	@Override
	public Mono<Void> reverse(ReverseOrderRequest request) {
		return Mono.defer(() -> send(RequestField.requirePresent("request", request)));
	}

	private Mono<Void> send(ReverseOrderRequest request) {
		if (Boolean.TRUE.equals(request.confirmation())) {
			return Mono.error(new WechatPayHkRequestException("This service cannot confirm a reversal: call one of"
					+ " ResilientCalls.decorate(..) with a QueryOrderService"));
		}
		OrderReference order = request.order();
		MerchantIds ids = order.merchantIds().orElse(this.client.merchantIds());
		ApiGeneration generation = this.client.generation();
		boolean isMerchantsNumber = order.outTradeNo() != null;
		String path = isMerchantsNumber ? generation.reverseByOutTradeNo() : generation.reverseByTransactionId();
		return this.exchange.post(order.options().template(path),
				Map.of(isMerchantsNumber ? "out_trade_no" : "transaction_id", order.number()), ids.requireComplete(),
				this.exchange::requireNoContent);
	}

}
