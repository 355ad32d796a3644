package io.github.wechatpayhk.order;

import java.util.Map;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.field.RequestField;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.webclient.JsonExchange;
import reactor.core.publisher.Mono;

/**
 * Closes with one call over the signed client.
 */
final class WebClientCloseOrderService implements CloseOrderService {

	private final WechatPayHkClient client;

	private final JsonExchange exchange;

	WebClientCloseOrderService(WechatPayHkClient client) {
		this.client = client;
		this.exchange = client.jsonExchange();
	}

	@Override
	public Mono<Void> close(OrderReference order) {
		return Mono.defer(() -> send(RequestField.requirePresent("order", order)));
	}

	private Mono<Void> send(OrderReference order) {
		MerchantIds ids = order.merchantIds().orElse(this.client.merchantIds());
		String outTradeNo = order.outTradeNo();
		if (outTradeNo != null) {
			return post(order, this.client.generation().closeByOutTradeNo(), Map.of("out_trade_no", outTradeNo), ids);
		}
		return post(order, this.client.generation().closeByTransactionId(),
				Map.of("transaction_id", String.valueOf(order.transactionId())), ids);
	}

	private Mono<Void> post(OrderReference order, String path, Map<String, String> variables, MerchantIds ids) {
		return this.exchange.post(order.options().template(path), variables, ids.requireComplete(),
				this.exchange::requireNoContent);
	}

}
