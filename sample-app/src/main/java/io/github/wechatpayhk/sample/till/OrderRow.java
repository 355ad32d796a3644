package io.github.wechatpayhk.sample.till;

import java.time.Instant;

/**
 * An order in the list of all orders.
 *
 * @param path the page of the order
 * @param outTradeNo the shop's number
 * @param description what is bought, empty if that is not known
 * @param price what it costs, for operators
 * @param openedAt when it was opened
 * @param openedTime the same, by the clock on the wall
 * @param key how it stands, in style sheets and message keys
 */
public record OrderRow(String path, String outTradeNo, String description, String price, Instant openedAt,
		String openedTime, String key) {

	static OrderRow of(TillOrder order) {
		return new OrderRow("/till/{number}", order.outTradeNo(), order.description(), order.price(), order.openedAt(),
				order.openedTime(), order.stage().key());
	}

	static OrderRow of(QrOrder order) {
		return new OrderRow("/qr/{number}", order.outTradeNo(), order.description(), order.price(),
				order.payment().placedAt(), order.openedTime(), order.stage().key());
	}

}
