package io.github.wechatpayhk.documentation.readme;

import io.github.wechatpayhk.order.ReverseOrderService;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Service;

@Service
record Cashier(ReverseOrderService reverseOrderService) {

	Mono<Void> reverse(String outTradeNo) {
		return this.reverseOrderService.reverse(outTradeNo);
	}

}
