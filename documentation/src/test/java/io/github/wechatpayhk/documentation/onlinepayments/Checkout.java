package io.github.wechatpayhk.documentation.onlinepayments;

import io.github.wechatpayhk.order.Order.Payer;
import io.github.wechatpayhk.order.OrderAmount;
import io.github.wechatpayhk.order.PlaceOrderRequest;
import io.github.wechatpayhk.order.StartPaymentService;
import io.github.wechatpayhk.order.StartPaymentService.JsapiParameters;
import io.github.wechatpayhk.order.TradeType;
import reactor.core.publisher.Mono;

import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class Checkout {

	private final StartPaymentService startPaymentService;

	Checkout(StartPaymentService startPaymentService) {
		this.startPaymentService = startPaymentService;
	}

	@PostMapping("/orders/{number}/payment")
	Mono<JsapiParameters> pay(@PathVariable String number, @RequestParam String openid) {
		PlaceOrderRequest request = PlaceOrderRequest.builder(TradeType.JSAPI, number, OrderAmount.hkd(888))
			.description("Image Store - QQ Doll")
			.merchantCategoryCode("1011")
			.payer(Payer.ofOpenid(openid))
			.build();
		return this.startPaymentService.prepare(request).flatMap(this.startPaymentService::jsapi);
	}

}
