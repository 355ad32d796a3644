package io.github.wechatpayhk.documentation.outcomes;

import io.github.wechatpayhk.order.ReverseOrderService;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * The JSON API of the shop for its other programs.
 */
@RestController
class OrderController {

	private final ReverseOrderService reverseOrderService;

	OrderController(ReverseOrderService reverseOrderService) {
		this.reverseOrderService = reverseOrderService;
	}

	@PostMapping("/orders/{outTradeNo}/reverse")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	Mono<Void> reverse(@PathVariable String outTradeNo) {
		return this.reverseOrderService.reverse(outTradeNo);
	}

}
