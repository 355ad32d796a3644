package io.github.wechatpayhk.documentation.identity;

import io.github.wechatpayhk.order.ReverseOrderRequest;
import io.github.wechatpayhk.order.ReverseOrderService;
import reactor.core.publisher.Mono;

/**
 * An institution that names its sub-merchant with each call.
 */
class Institution {

	private final ReverseOrderService reverseOrderService;

	Institution(ReverseOrderService reverseOrderService) {
		this.reverseOrderService = reverseOrderService;
	}

	// @formatter:off
	Mono<Void> reverse(String subMchid, String outTradeNo) {
		return this.reverseOrderService.reverse(ReverseOrderRequest.outTradeNo(outTradeNo)
			.withSpMchid("1900000100")
			.withSubMchid(subMchid));
	}
	// @formatter:on

}
