package io.github.wechatpayhk.durable;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

import io.github.wechatpayhk.order.OrderReference;
import io.github.wechatpayhk.order.PlaceOrderRequest;
import org.jspecify.annotations.Nullable;

/**
 * An online payment with what only this library needs to know.
 *
 * @param payment the payment
 * @param request the order as it is sent, or {@code null} once the payment has ended
 * @param fingerprint tells the order from another one with the same number
 * @param queries how many queries showed the order as unpaid since it was sent last
 * @param step how many calls failed since one succeeded
 * @param waited the sum of the pauses after these calls
 */
record OnlinePaymentRow(OnlinePayment payment, @Nullable PlaceOrderRequest request, String fingerprint, int queries,
		int step, Duration waited) {

	/**
	 * WeChat Pay closes no order that is younger.
	 */
	private static final Duration EARLIEST_CLOSE = Duration.ofMinutes(5);

	String id() {
		return this.payment.id();
	}

	boolean is(OnlinePayment.State state) {
		return this.payment.state() == state;
	}

	/**
	 * Return whether the payment was in a terminal state once: its order is gone, so that
	 * nothing sends it again.
	 */
	boolean hasEndedBefore() {
		return this.request == null;
	}

	/**
	 * Return whether a proof that it is paid ends it.
	 */
	boolean canStillEnd() {
		return is(OnlinePayment.State.OPEN) || (is(OnlinePayment.State.REQUIRES_ACTION) && !hasEndedBefore());
	}

	/**
	 * Return from when on the order is closed unless it is paid. A request to place it
	 * that was on its way has reached WeChat Pay by then, or never will.
	 */
	Instant closesAt() {
		Instant sentAt = this.payment.sentAt();
		Instant earliest = (sentAt != null) ? sentAt.plus(EARLIEST_CLOSE) : this.payment.expiresAt();
		return earliest.isAfter(this.payment.expiresAt()) ? earliest : this.payment.expiresAt();
	}

	boolean isSentAgainSince(OnlinePaymentRow earlier) {
		return !Objects.equals(this.payment.sentAt(), earlier.payment.sentAt());
	}

	/**
	 * Return this row with one query more that showed the order as unpaid.
	 */
	OnlinePaymentRow afterQuery() {
		return new OnlinePaymentRow(this.payment, this.request, this.fingerprint, this.queries + 1, 0, Duration.ZERO);
	}

	/**
	 * Return this row with one failure more, and the pause that follows it.
	 */
	OnlinePaymentRow afterFailure(Duration pause) {
		return new OnlinePaymentRow(this.payment, this.request, this.fingerprint, this.queries, this.step + 1,
				this.waited.plus(pause));
	}

	OrderReference reference() {
		return OrderReference.outTradeNo(this.payment.outTradeNo()).withMerchantIds(this.payment.ids().merchantIds());
	}

}
