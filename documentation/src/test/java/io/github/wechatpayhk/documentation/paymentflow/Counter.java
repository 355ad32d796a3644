package io.github.wechatpayhk.documentation.paymentflow;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.order.MicropayRequest;
import io.github.wechatpayhk.order.OrderAmount;
import io.github.wechatpayhk.quickpay.QuickPay;
import io.github.wechatpayhk.quickpay.QuickPayResult;
import io.github.wechatpayhk.quickpay.QuickPayStep;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import tools.jackson.databind.JsonNode;

import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.reactive.function.client.support.WebClientAdapter;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;

// @formatter:off
class Counter {

	Mono<QuickPayResult> pay(QuickPay quickPay) {
		MicropayRequest order = MicropayRequest.builder("1217752501201407033233368018", "120061098828009406", OrderAmount.hkd(888))
			.description("Image Store - QQ Doll").merchantCategoryCode("1011").build();
		Mono<QuickPayResult> result = quickPay.pay(order);
		return result;
	}

	Flux<QuickPayStep> show(QuickPay quickPay, MicropayRequest order) {
		Sinks.Empty<Void> cancel = Sinks.empty();
		Flux<QuickPayStep> steps = quickPay.steps(order, cancel.asMono());
		return steps;
	}

	Object settlements(WechatPayHkClient client) {
		interface Settlements {

			@GetExchange("v3/settle/settlements")
			Mono<JsonNode> find(@RequestParam("settle_state") String state, @RequestParam("sub_mchid") String subMchid,
					@RequestParam("offset") int offset, @RequestParam("limit") int limit);

			@GetExchange("v3/statements")
			Mono<String> statement(@RequestParam("date") String date, @RequestParam("mchid") String mchid);

		}

		Settlements settlements = HttpServiceProxyFactory.builderFor(WebClientAdapter.create(client.webClient()))
			.build()
			.createClient(Settlements.class);
		return settlements;
	}

}
