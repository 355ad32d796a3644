package io.github.wechatpayhk.durable.store;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;

import io.github.wechatpayhk.durable.OnlinePayment;
import io.github.wechatpayhk.order.OrderReference;
import io.github.wechatpayhk.order.PlaceOrderRequest;
import org.jspecify.annotations.Nullable;

/**
 * An online payment with what only this library needs to know.
 *
 * @param payment the payment
 * @param request the order as it is sent, or {@code null} once the payment has ended
 * @param fingerprint tells the order from another one with the same number
 * @param progress how far its queries have come
 * @param refunds what was refunded of it
 * @since 0.1.0
 */
public record OnlinePaymentRow(OnlinePayment payment, @Nullable PlaceOrderRequest request, String fingerprint,
		Progress progress, RefundedSum refunds) implements QueriedRow {

	/**
	 * WeChat Pay closes no order that is younger.
	 */
	private static final Duration EARLIEST_CLOSE = Duration.ofMinutes(5);

	@Override
	public String id() {
		return this.payment.id();
	}

	@Override
	public String label() {
		return "Payment '" + this.payment.outTradeNo() + "'";
	}

	@Override
	public OnlinePayment.State state() {
		return this.payment.state();
	}

	@Override
	public Standing standing() {
		return Standing.of(state());
	}

	@Override
	public @Nullable String reason() {
		return this.payment.reason();
	}

	@Override
	public boolean hasEndedBefore() {
		return this.request == null;
	}

	@Override
	public boolean isCheckable() {
		return state() == OnlinePayment.State.CLOSED;
	}

	/**
	 * Return from when on the order is closed unless it is paid.
	 */
	public Instant closesAt() {
		Instant sentAt = this.payment.sentAt();
		Instant earliest = (sentAt != null) ? sentAt.plus(EARLIEST_CLOSE) : this.payment.expiresAt();
		return earliest.isAfter(this.payment.expiresAt()) ? earliest : this.payment.expiresAt();
	}

	/**
	 * Return from when on a request to place the order that was on its way has no effect
	 * any more. That is the expiry that was sent, also if the order is closed earlier.
	 */
	public Instant arrivesUntil() {
		PlaceOrderRequest sent = this.request;
		return (sent != null && this.payment.sentAt() != null) ? expiry(sent) : this.payment.expiresAt();
	}

	/**
	 * Return when an order expires.
	 * @throws DateTimeException if it does not say so
	 */
	public static Instant expiry(PlaceOrderRequest order) {
		return OffsetDateTime.parse(Objects.requireNonNull(order.timeExpire())).toInstant();
	}

	public boolean isSentAgainSince(OnlinePaymentRow earlier) {
		return !Objects.equals(this.payment.sentAt(), earlier.payment.sentAt());
	}

	public OrderReference reference() {
		return OrderReference.outTradeNo(this.payment.outTradeNo()).withMerchantIds(this.payment.ids().merchantIds());
	}

}
