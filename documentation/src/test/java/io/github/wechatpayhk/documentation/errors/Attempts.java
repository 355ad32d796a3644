package io.github.wechatpayhk.documentation.errors;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.order.QueryOrderService;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.resilience.ResilientCalls;

class RetryPolicy {

	ReverseOrderService service(WechatPayHkClient client) {
		ResilientCalls calls = ResilientCalls.builder("1900000109").build();
		ReverseOrderService service = calls.decorate(ReverseOrderService.create(client),
				QueryOrderService.create(client));
		return service;
	}

}
