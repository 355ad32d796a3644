package io.github.wechatpayhk.sample.api;

import java.time.Instant;
import java.util.List;

import io.github.wechatpayhk.sample.till.Failure;
import io.github.wechatpayhk.sample.till.Stage;
import io.github.wechatpayhk.sample.till.TillOrder;
import org.jspecify.annotations.Nullable;

/**
 * An order as the API shows it.
 *
 * @param outTradeNo the shop's number
 * @param description what is bought
 * @param total what it costs, in the smallest unit of its currency
 * @param currency its currency
 * @param refunded how much went back
 * @param stage how it stands
 * @param failure what the last call failed with
 * @param history its stages so far
 */
record OrderView(String outTradeNo, String description, long total, String currency, long refunded, Stage stage,
		@Nullable Failure failure, List<Entry> history) {

	static OrderView of(TillOrder order) {
		return new OrderView(order.outTradeNo(), order.description(), order.amount().total(),
				order.amount().currency().toString(), order.refunded(), order.stage(), order.failure(),
				order.moments().stream().map((moment) -> new Entry(moment.at(), moment.stage())).toList());
	}

	/**
	 * A stage, and since when.
	 *
	 * @param at since when
	 * @param stage the stage
	 */
	record Entry(Instant at, Stage stage) {
	}

}
