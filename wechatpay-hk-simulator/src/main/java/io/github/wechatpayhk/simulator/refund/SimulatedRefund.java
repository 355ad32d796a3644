package io.github.wechatpayhk.simulator.refund;

import java.time.Instant;

import io.github.wechatpayhk.simulator.order.SimulatedOrder;
import org.jspecify.annotations.Nullable;

/**
 * One refund at one moment. Immutable.
 *
 * @param id WeChat Pay's id
 * @param outRefundNo the merchant's number
 * @param order the order as it was when the refund was created
 * @param amount what is refunded, in the currency's smallest unit
 * @param status its state
 * @param notifyUrl where its notification goes
 * @param createdAt when it was created
 * @param finishedAt when it was paid back
 * @since 0.1.0
 */
public record SimulatedRefund(String id, String outRefundNo, SimulatedOrder order, long amount,
		SimulatedRefundStatus status, @Nullable String notifyUrl, Instant createdAt, @Nullable Instant finishedAt) {

	SimulatedRefund finish(SimulatedRefundStatus changed, Instant at) {
		return new SimulatedRefund(this.id, this.outRefundNo, this.order, this.amount, changed, this.notifyUrl,
				this.createdAt, (changed == SimulatedRefundStatus.SUCCESS) ? at : null);
	}

}
