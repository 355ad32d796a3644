package io.github.wechatpayhk.durable;

import java.time.Duration;

import io.github.wechatpayhk.error.CallFailure;
import io.github.wechatpayhk.error.WechatPayHkApiException;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.order.Order;
import io.github.wechatpayhk.order.OrderAmount;
import io.github.wechatpayhk.order.PaidAmount;
import io.github.wechatpayhk.order.TradeState;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an online payment after a query or a notification.
 *
 * @param state where the payment goes; {@link OnlinePayment.State#OPEN} to go on
 * @param result what the query led to
 * @param transactionId WeChat Pay's number of the order
 * @param status the HTTP status of the response
 * @param code the error code of the response
 * @param requestId the {@code Request-ID} of the response
 * @param reason what was learned, in words
 * @param retryAfter how long WeChat Pay asks to wait
 * @param isMissing whether a verified response says that there is no such order
 */
record OnlinePaymentVerdict(OnlinePayment.State state, OnlinePaymentAttempt.Result result,
		@Nullable String transactionId, @Nullable Integer status, @Nullable String code, @Nullable String requestId,
		String reason, @Nullable Duration retryAfter, boolean isMissing) {

	/**
	 * Judge an order that a verified response or notification shows.
	 */
	static OnlinePaymentVerdict of(Order order, OrderAmount expected) {
		TradeState state = order.tradeState();
		if (state.equals(TradeState.SUCCESS) || state.equals(TradeState.REFUND)) {
			return isExpected(order.amount(), expected)
					? shown(OnlinePayment.State.PAID, OnlinePaymentAttempt.Result.PAID, order, "The order is " + state)
					: shown(OnlinePayment.State.REQUIRES_ACTION, OnlinePaymentAttempt.Result.OTHER_AMOUNT, order,
							"The order is " + state + ", and its amount is not the ordered one");
		}
		return state.isReversedOrClosed()
				? shown(OnlinePayment.State.CLOSED, OnlinePaymentAttempt.Result.CLOSED, order, "The order is " + state)
				: shown(OnlinePayment.State.OPEN, OnlinePaymentAttempt.Result.UNPAID, order, "The order is " + state);
	}

	private static OnlinePaymentVerdict shown(OnlinePayment.State state, OnlinePaymentAttempt.Result result,
			Order order, String reason) {
		return new OnlinePaymentVerdict(state, result, order.id(), null, null, null, reason, null, false);
	}

	private static boolean isExpected(@Nullable PaidAmount paid, OrderAmount expected) {
		return paid != null && paid.total() != null && paid.currency() != null && paid.matches(expected);
	}

	static OnlinePaymentVerdict failed(WechatPayHkException failure) {
		CallFailure call = new CallFailure(failure);
		WechatPayHkApiException response = (failure instanceof WechatPayHkApiException api) ? api : null;
		boolean isMissing = call.isNotFound() && call.isVerified();
		OnlinePaymentAttempt.Result result = isMissing ? OnlinePaymentAttempt.Result.UNPAID
				: switch (failure.outcome()) {
					case NOT_SENT -> OnlinePaymentAttempt.Result.NOT_SENT;
					case REJECTED -> OnlinePaymentAttempt.Result.REJECTED;
					case UNKNOWN -> OnlinePaymentAttempt.Result.UNKNOWN;
				};
		return new OnlinePaymentVerdict(OnlinePayment.State.OPEN, result, null,
				(response != null) ? response.status() : null, (response != null) ? response.code() : null,
				failure.requestId(), String.valueOf(failure.getMessage()),
				(response != null) ? response.retryAfter() : null, isMissing);
	}

	/**
	 * Nobody knows, as this side failed.
	 */
	static OnlinePaymentVerdict lost(String reason) {
		return new OnlinePaymentVerdict(OnlinePayment.State.OPEN, OnlinePaymentAttempt.Result.UNKNOWN, null, null, null,
				null, reason, null, false);
	}

	AttemptEnd attemptEnd() {
		return new AttemptEnd(this.result, this.status, this.code, this.requestId, this.reason);
	}

	/**
	 * Return whether money was paid, the ordered amount or another one.
	 */
	boolean isMoneyPaid() {
		return this.state == OnlinePayment.State.PAID || this.state == OnlinePayment.State.REQUIRES_ACTION;
	}

	boolean isUnpaid() {
		return this.result == OnlinePaymentAttempt.Result.UNPAID;
	}

	/**
	 * An order that does not exist cannot be placed any more.
	 */
	OnlinePaymentVerdict closedIfMissing() {
		return this.isMissing ? new OnlinePaymentVerdict(OnlinePayment.State.CLOSED, OnlinePaymentAttempt.Result.CLOSED,
				null, this.status, this.code, this.requestId,
				"There is no such order, and it cannot be placed any more", null, false) : this;
	}

	OnlinePaymentVerdict after(@Nullable String closing) {
		return (closing == null) ? this : new OnlinePaymentVerdict(this.state, this.result, this.transactionId,
				this.status, this.code, this.requestId, this.reason + ". " + closing, this.retryAfter, this.isMissing);
	}

}
