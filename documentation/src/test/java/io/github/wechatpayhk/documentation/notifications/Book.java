package io.github.wechatpayhk.documentation.notifications;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.wechatpayhk.order.OrderAmount;
import io.github.wechatpayhk.refund.RefundStatus;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * The orders of a shop.
 */
@Component
class Book {

	private final Map<String, OrderAmount> prices = new ConcurrentHashMap<>();

	private final Map<String, RefundStatus> refunds = new ConcurrentHashMap<>();

	private final Set<String> paid = ConcurrentHashMap.newKeySet();

	private final Set<String> toCheck = ConcurrentHashMap.newKeySet();

	void order(String outTradeNo, OrderAmount price) {
		this.prices.put(outTradeNo, price);
	}

	@Nullable OrderAmount price(String outTradeNo) {
		return this.prices.get(outTradeNo);
	}

	void paid(String outTradeNo) {
		this.paid.add(outTradeNo);
	}

	boolean isPaid(String outTradeNo) {
		return this.paid.contains(outTradeNo);
	}

	void check(String outTradeNo) {
		this.toCheck.add(outTradeNo);
	}

	boolean isToCheck(String outTradeNo) {
		return this.toCheck.contains(outTradeNo);
	}

	void refunded(String outRefundNo, @Nullable RefundStatus status) {
		if (status != null) {
			this.refunds.put(outRefundNo, status);
		}
	}

	@Nullable RefundStatus refund(String outRefundNo) {
		return this.refunds.get(outRefundNo);
	}

}
