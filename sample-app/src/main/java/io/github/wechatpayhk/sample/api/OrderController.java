package io.github.wechatpayhk.sample.api;

import java.util.List;

import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.sample.till.OrderBook;
import io.github.wechatpayhk.sample.till.Till;
import io.github.wechatpayhk.sample.till.TillOrder;
import io.github.wechatpayhk.sample.till.TillRefunds;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * The JSON API of the shop for its other programs. Spring MVC knows how to wait for a
 * {@link Mono} without a thread.
 */
@RestController
@RequestMapping("/orders")
@ConditionalOnWebApplication
class OrderController {

	private final Till till;

	private final TillRefunds refunds;

	private final OrderBook orders;

	OrderController(Till till, TillRefunds refunds, OrderBook orders) {
		this.till = till;
		this.refunds = refunds;
		this.orders = orders;
	}

	@GetMapping
	List<OrderView> list() {
		return this.orders.all().stream().map(OrderView::of).toList();
	}

	@GetMapping("/{outTradeNo}")
	OrderView show(@PathVariable String outTradeNo) {
		return OrderView.of(find(outTradeNo));
	}

	/**
	 * Take a payment. It goes on after the response, which is why that is 202.
	 */
	@PostMapping
	@ResponseStatus(HttpStatus.ACCEPTED)
	ResponseEntity<OrderView> pay(@RequestBody PaymentRequest payment) {
		TillOrder order = this.till.pay(payment.toMicropayRequest());
		return ResponseEntity.accepted()
			.location(UriComponentsBuilder.fromPath("/orders/{outTradeNo}").encode().build(order.outTradeNo()))
			.body(OrderView.of(order));
	}

	@PostMapping("/{outTradeNo}/cancel")
	@ResponseStatus(HttpStatus.ACCEPTED)
	void cancel(@PathVariable String outTradeNo) {
		this.till.cancel(find(outTradeNo).outTradeNo());
	}

	/**
	 * Reverse an order. Several at a time are one call to WeChat Pay.
	 */
	@PostMapping("/{outTradeNo}/reverse")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	Mono<Void> reverse(@PathVariable String outTradeNo) {
		return this.till.reverse(outTradeNo);
	}

	/**
	 * Refund an order of this till. Responds when WeChat Pay has accepted the refund. As
	 * long as that is not known, or the refund has not ended, the same amount is the same
	 * refund.
	 */
	@PostMapping("/{outTradeNo}/refunds")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	Mono<Void> refund(@PathVariable String outTradeNo, @RequestBody RefundOrder refund) {
		TillOrder order = find(outTradeNo);
		String outRefundNo = order.refundNo(refund.total());
		if (outRefundNo == null) {
			throw new WechatPayHkRequestException("'total' must be that of the refund which has not ended, or between 1"
					+ " and what can be refunded, which is " + order.refundable());
		}
		return this.refunds.refund(outTradeNo, outRefundNo, refund.total());
	}

	private TillOrder find(String outTradeNo) {
		TillOrder order = this.orders.find(outTradeNo);
		if (order == null) {
			throw new ResponseStatusException(HttpStatus.NOT_FOUND, "This till knows no order with that number");
		}
		return order;
	}

}
