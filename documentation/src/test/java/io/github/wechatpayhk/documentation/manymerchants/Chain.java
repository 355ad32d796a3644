package io.github.wechatpayhk.documentation.manymerchants;

import io.github.wechatpayhk.clients.WechatPayHkClients;
import io.github.wechatpayhk.order.Order;
import io.github.wechatpayhk.order.QueryOrderService;
import io.github.wechatpayhk.order.ReverseOrderRequest;
import io.github.wechatpayhk.order.ReverseOrderService;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Service;

/**
 * A chain of shops, each of which is a merchant.
 */
@Service
class Chain {

	private final WechatPayHkClients clients;

	private final ReverseOrderService reverseOrderService;

	Chain(WechatPayHkClients clients, ReverseOrderService reverseOrderService) {
		this.clients = clients;
		this.reverseOrderService = reverseOrderService;
	}

	Mono<Void> reverse(String shop, String outTradeNo) {
		return this.clients.reverseOrderService(shop).reverse(outTradeNo);
	}

	Mono<Order> query(String shop, String outTradeNo) {
		return this.clients.find(shop).map(QueryOrderService::create).flatMap((orders) -> orders.query(outTradeNo));
	}

	Mono<Void> reverseOfSubMerchant(String subMchid, String outTradeNo) {
		return this.reverseOrderService
			.reverse(ReverseOrderRequest.outTradeNo(outTradeNo).withSpMchid("1900000100").withSubMchid(subMchid));
	}

}
