package io.github.wechatpayhk.durable.engine;

import java.time.Duration;

import io.github.wechatpayhk.durable.OnlinePaymentAttempt;
import io.github.wechatpayhk.durable.store.AttemptEnd;
import io.github.wechatpayhk.durable.store.Standing;
import io.github.wechatpayhk.error.CallFailure;
import io.github.wechatpayhk.error.WechatPayHkApiException;
import io.github.wechatpayhk.error.WechatPayHkException;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an online payment or of a refund after a call or a notification.
 *
 * @param standing where it goes; {@link Standing#OPEN} to go on
 * @param result what the call led to
 * @param number WeChat Pay's number of it
 * @param status the HTTP status of the response
 * @param code the error code of the response
 * @param requestId the {@code Request-ID} of the response
 * @param reason what was learned, in words
 * @param retryAfter how long WeChat Pay asks to wait
 * @param isMissing whether a verified response says that there is none
 */
record QueryVerdict(Standing standing, OnlinePaymentAttempt.Result result, @Nullable String number,
		@Nullable Integer status, @Nullable String code, @Nullable String requestId, String reason,
		@Nullable Duration retryAfter, boolean isMissing) {

	/**
	 * Judge by what a verified response or notification shows.
	 */
	static QueryVerdict shown(Standing standing, OnlinePaymentAttempt.Result result, @Nullable String number,
			String reason) {
		return new QueryVerdict(standing, result, number, null, null, null, reason, null, false);
	}

	/**
	 * Judge a call that failed.
	 * @param failure the failure
	 * @param missing what it led to if WeChat Pay has none
	 */
	static QueryVerdict failed(WechatPayHkException failure, OnlinePaymentAttempt.Result missing) {
		CallFailure call = new CallFailure(failure);
		WechatPayHkApiException response = (failure instanceof WechatPayHkApiException api) ? api : null;
		boolean isMissing = call.isNotFound() && call.isVerified();
		OnlinePaymentAttempt.Result result = isMissing ? missing : switch (failure.outcome()) {
			case NOT_SENT -> OnlinePaymentAttempt.Result.NOT_SENT;
			case REJECTED -> OnlinePaymentAttempt.Result.REJECTED;
			case UNKNOWN -> OnlinePaymentAttempt.Result.UNKNOWN;
		};
		return new QueryVerdict(Standing.OPEN, result, null, (response != null) ? response.status() : null,
				(response != null) ? response.code() : null, failure.requestId(), String.valueOf(failure.getMessage()),
				(response != null) ? response.retryAfter() : null, isMissing);
	}

	/**
	 * Nobody knows, as this side failed.
	 */
	static QueryVerdict lost(String reason) {
		return new QueryVerdict(Standing.OPEN, OnlinePaymentAttempt.Result.UNKNOWN, null, null, null, null, reason,
				null, false);
	}

	AttemptEnd attemptEnd() {
		return new AttemptEnd(this.result, this.status, this.code, this.requestId, this.reason);
	}

	boolean is(OnlinePaymentAttempt.Result result) {
		return this.result == result;
	}

	/**
	 * Return whether money moved, the expected amount or another one.
	 */
	boolean isMoneyMoved() {
		return this.standing == Standing.DONE || is(OnlinePaymentAttempt.Result.OTHER_AMOUNT);
	}

	/**
	 * Return whether this contradicts what is recorded.
	 */
	boolean contradicts(Standing recorded) {
		return switch (recorded) {
			case OPEN, REQUIRES_ACTION -> false;
			case DONE, CLOSED -> this.standing != Standing.OPEN && this.standing != recorded;
			case SETTLED -> isMoneyMoved();
		};
	}

	/**
	 * Return where this leads after what another response showed.
	 */
	QueryVerdict to(Standing standing, OnlinePaymentAttempt.Result result, String reason) {
		return new QueryVerdict(standing, result, this.number, this.status, this.code, this.requestId, reason, null,
				false);
	}

	QueryVerdict after(@Nullable String before) {
		return (before == null) ? this : new QueryVerdict(this.standing, this.result, this.number, this.status,
				this.code, this.requestId, this.reason + ". " + before, this.retryAfter, this.isMissing);
	}

}
