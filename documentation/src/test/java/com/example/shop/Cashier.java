package com.example.shop;

import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.order.ReverseOrderService;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
class Cashier {

	private final ReverseOrderService reverseOrderService;

	Cashier(ReverseOrderService reverseOrderService) {
		this.reverseOrderService = reverseOrderService;
	}

	@PostMapping("/orders/{outTradeNo}/reverse")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	Mono<Void> reverse(@PathVariable String outTradeNo) {
		return this.reverseOrderService.reverse(outTradeNo);
	}

	@ExceptionHandler
	ProblemDetail notReversed(WechatPayHkException ex) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.BAD_GATEWAY, ex.getMessage());
		problem.setProperty("outcome", ex.outcome());
		return problem;
	}

}
