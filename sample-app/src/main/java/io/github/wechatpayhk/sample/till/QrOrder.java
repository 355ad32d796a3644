package io.github.wechatpayhk.sample.till;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

import io.github.wechatpayhk.durable.OnlinePayment;
import io.github.wechatpayhk.durable.OnlinePaymentAttempt;
import org.jspecify.annotations.Nullable;

/**
 * An order that is paid by QR code, as it is known at one moment. What it says comes from
 * the database, except the code itself, which is requested again after a restart.
 *
 * @param payment the stored payment
 * @param description what is bought
 * @param trail what happened, the first entry first
 * @param refunds its refunds
 * @param codeUrl the content of the QR code, or {@code null} if there is none now
 * @param failure why there is no code, or {@code null}
 * @param stage how it stands
 */
public record QrOrder(OnlinePayment payment, String description, List<OnlinePaymentAttempt> trail, OrderRefunds refunds,
		@Nullable String codeUrl, @Nullable Failure failure, QrStage stage) {

	static QrOrder of(OnlinePayment payment, String description, List<OnlinePaymentAttempt> trail, OrderRefunds refunds,
			@Nullable String codeUrl, @Nullable Failure failure, Instant now) {
		return new QrOrder(payment, description, trail, refunds, codeUrl, failure,
				stage(payment, trail, refunds, codeUrl, failure, now));
	}

	private static QrStage stage(OnlinePayment payment, List<OnlinePaymentAttempt> trail, OrderRefunds refunds,
			@Nullable String codeUrl, @Nullable Failure failure, Instant now) {
		return switch (payment.state()) {
			case OPEN -> {
				if (has(trail, OnlinePaymentAttempt.Result.CLOSE_ORDERED)) {
					yield QrStage.CLOSING;
				}
				if (!now.isBefore(payment.expiresAt())) {
					yield QrStage.EXPIRED;
				}
				if (codeUrl != null) {
					yield QrStage.TO_BE_SCANNED;
				}
				yield (failure != null) ? QrStage.NO_CODE : QrStage.PREPARING;
			}
			case PAID -> paid(refunds, payment.amount().total());
			case CLOSED -> QrStage.CLOSED;
			case REQUIRES_ACTION -> QrStage.REQUIRES_ACTION;
			case SETTLED -> QrStage.SETTLED;
		};
	}

	private static boolean has(List<OnlinePaymentAttempt> trail, OnlinePaymentAttempt.Result result) {
		return trail.stream().anyMatch((entry) -> entry.result() == result);
	}

	private static QrStage paid(OrderRefunds refunds, long total) {
		OrderRefund unended = refunds.unended();
		if (unended == null) {
			return (refunds.refunded() == total) ? QrStage.REFUNDED : QrStage.PAID;
		}
		return switch (unended.state()) {
			case UNKNOWN -> QrStage.REFUND_UNKNOWN;
			case REQUIRES_ACTION -> QrStage.REFUND_REQUIRES_ACTION;
			default -> QrStage.REFUNDING;
		};
	}

	/**
	 * Return the shop's number.
	 * @return the number
	 */
	public String outTradeNo() {
		return this.payment.outTradeNo();
	}

	/**
	 * Return the drawing for the payer.
	 * @return the code, or {@code null} unless it can be paid
	 */
	public @Nullable QrCode code() {
		return (this.stage == QrStage.TO_BE_SCANNED && this.codeUrl != null) ? QrCode.of(this.codeUrl) : null;
	}

	/**
	 * Return what the order costs.
	 * @return the amount with its currency
	 */
	public String price() {
		return price(this.payment.amount().total());
	}

	/**
	 * Return an amount in the currency of the order.
	 * @param total in the smallest unit of the currency
	 * @return the amount with its currency
	 */
	public String price(long total) {
		return Prices.show(total, this.payment.amount().currency());
	}

	/**
	 * Return an amount as it is entered.
	 * @param total in the smallest unit of the currency
	 * @return the amount, with as many decimals as the currency has
	 */
	public String decimal(long total) {
		return Prices.decimal(total, this.payment.amount().currency());
	}

	/**
	 * Return when the order was placed, by the clock on the wall.
	 * @return date, time and time zone
	 */
	public String openedTime() {
		return WallClock.show(this.payment.placedAt());
	}

	/**
	 * Return until when the order can be paid, by the clock on the wall.
	 * @return date, time and time zone
	 */
	public String expiryTime() {
		return WallClock.show(this.payment.expiresAt());
	}

	/**
	 * Return a time of the trail, by the clock on the wall.
	 * @param entry an entry of the trail
	 * @return date, time and time zone
	 */
	public String time(OnlinePaymentAttempt entry) {
		return WallClock.show(entry.startedAt());
	}

	/**
	 * Return when WeChat Pay last notified that the order is paid.
	 * @return the time, or {@code null} if no verified notification arrived
	 */
	public @Nullable String notifiedTime() {
		return this.trail.stream()
			.filter((entry) -> entry.result() == OnlinePaymentAttempt.Result.NOTIFIED)
			.reduce((first, second) -> second)
			.map(this::time)
			.orElse(null);
	}

	/**
	 * Return how much the payer has back.
	 * @return an amount in cents
	 */
	public long refunded() {
		return this.refunds.refunded();
	}

	/**
	 * Return what can be refunded now. One refund is made at a time.
	 * @return an amount in cents
	 */
	public long refundable() {
		return (this.payment.state() == OnlinePayment.State.PAID)
				? this.refunds.refundable(this.payment.amount().total()) : 0;
	}

	/**
	 * Return the number that the next refund would have.
	 * @return the number
	 */
	public String nextRefundNo() {
		return this.refunds.nextNumber(outTradeNo());
	}

	/**
	 * Return what changes whenever a page of this order does.
	 */
	int version() {
		return Objects.hash(this.payment.changedAt(), this.trail, this.refunds, this.codeUrl, this.failure, this.stage);
	}

}
