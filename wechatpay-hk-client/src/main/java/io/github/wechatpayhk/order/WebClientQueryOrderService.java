package io.github.wechatpayhk.order;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.field.RequestField;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.webclient.JsonExchange;
import io.github.wechatpayhk.webclient.JsonExchange.IdsQuery;
import io.github.wechatpayhk.webclient.JsonExchange.JsonReading;
import reactor.core.publisher.Mono;

import org.springframework.web.reactive.function.client.ClientResponse;

/**
 * Queries with one call over the signed client.
 */
final class WebClientQueryOrderService implements QueryOrderService {

	private final WechatPayHkClient client;

	private final JsonExchange exchange;

	private final JsonReading<Order> orders;

	WebClientQueryOrderService(WechatPayHkClient client) {
		this.client = client;
		this.exchange = client.jsonExchange();
		this.orders = this.exchange.reading(Order.class);
	}

	@Override
	public Mono<Order> query(OrderReference order) {
		return Mono.defer(() -> send(RequestField.requirePresent("order", order)));
	}

	private Mono<Order> send(OrderReference order) {
		MerchantIds ids = order.merchantIds().orElse(this.client.merchantIds());
		IdsQuery query = IdsQuery.of(order.options().template(path(order)), ids.requireComplete())
			.variable("out_trade_no", order.outTradeNo())
			.variable("transaction_id", order.transactionId());
		return this.exchange.get(query.template(), query.variables(), (response) -> read(order, ids, response));
	}

	private String path(OrderReference order) {
		return (order.outTradeNo() != null) ? this.client.generation().queryByOutTradeNo()
				: this.client.generation().queryByTransactionId();
	}

	private Mono<Order> read(OrderReference asked, MerchantIds ids, ClientResponse response) {
		return this.orders.requireOk(response)
			.flatMap((order) -> this.orders.related(order, response, asked.compare(order, ids)));
	}

}
