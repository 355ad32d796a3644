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
		MerchantIds ids = request.merchantIds().orElse(this.client.merchantIds());
		ApiGeneration generation = this.client.generation();
		String outTradeNo = request.outTradeNo();
		if (outTradeNo != null) {
			return post(request, generation.reverseByOutTradeNo(), Map.of("out_trade_no", outTradeNo), ids);
		}
		return post(request, generation.reverseByTransactionId(),
				Map.of("transaction_id", String.valueOf(request.transactionId())), ids);
	}

	private Mono<Void> post(ReverseOrderRequest request, String path, Map<String, String> variables, MerchantIds ids) {
		return this.exchange.post(request.options().template(path), variables, ids.requireComplete(),
				this.exchange::requireNoContent);
	}

}
