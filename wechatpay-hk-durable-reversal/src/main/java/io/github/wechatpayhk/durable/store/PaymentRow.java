package io.github.wechatpayhk.durable.store;

import java.time.Duration;

import io.github.wechatpayhk.durable.DurablePayment;

/**
 * A payment with what only this library needs to know.
 *
 * @param payment the payment
 * @param step how many pauses were planned since it was handed over or an operator
 * ordered a retry
 * @param waited the sum of these pauses
 * @since 0.1.0
 */
public record PaymentRow(DurablePayment payment, int step, Duration waited) {

	/**
	 * Return whether an operator ordered a retry since another row was read.
	 */
	public boolean isBegunAnewAfter(PaymentRow before) {
		return this.step != before.step || !this.waited.equals(before.waited);
	}

}
