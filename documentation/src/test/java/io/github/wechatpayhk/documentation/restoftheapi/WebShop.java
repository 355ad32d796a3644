package io.github.wechatpayhk.documentation.restoftheapi;

import java.util.Objects;

import io.github.wechatpayhk.order.OrderAmount;
import io.github.wechatpayhk.order.OrderReference;
import io.github.wechatpayhk.order.PlaceOrderRequest;
import io.github.wechatpayhk.order.PlaceOrderService;
import io.github.wechatpayhk.order.PlaceOrderService.PlacedOrder;
import io.github.wechatpayhk.order.TradeType;
import io.github.wechatpayhk.refund.Refund;
import io.github.wechatpayhk.refund.RefundAmount;
import io.github.wechatpayhk.refund.RefundRequest;
import io.github.wechatpayhk.refund.RefundService;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Service;

/**
 * Orders that are paid by scanning a code, and refunds.
 */
@Service
class WebShop {

	private final PlaceOrderService placeOrderService;

	private final RefundService refundService;

	WebShop(PlaceOrderService placeOrderService, RefundService refundService) {
		this.placeOrderService = placeOrderService;
		this.refundService = refundService;
	}

	Mono<String> codeToScan(String outTradeNo, long cents) {
		PlaceOrderRequest order = PlaceOrderRequest.builder(TradeType.NATIVE, outTradeNo, OrderAmount.hkd(cents))
			.description("Image Store - QQ Doll")
			.merchantCategoryCode("1011")
			.notifyUrl("https://shop.example.com/wechatpay/notify")
			.build();
		return this.placeOrderService.place(order).map(PlacedOrder::codeUrl).map(Objects::requireNonNull);
	}

	Mono<Refund> refundInFull(String outTradeNo, long cents) {
		RefundRequest refund = RefundRequest
			.builder(OrderReference.outTradeNo(outTradeNo), outTradeNo + "-R1",
					RefundAmount.full(OrderAmount.hkd(cents)))
			.reason("sold out")
			.build();
		return this.refundService.refund(refund);
	}

}
