package io.github.wechatpayhk.durable.engine;

import java.time.Duration;

import io.github.wechatpayhk.durable.DurableMerchant;
import io.github.wechatpayhk.durable.DurableMerchants;
import io.github.wechatpayhk.durable.DurableReversal;
import io.github.wechatpayhk.durable.ReversalState;
import io.github.wechatpayhk.durable.store.OrderKey;
import io.github.wechatpayhk.error.CallFailure;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.order.Order;
import io.github.wechatpayhk.order.TradeState;
import io.github.wechatpayhk.quickpay.QuickPayTimes;
import io.github.wechatpayhk.webclient.ExchangeWatch;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.Mono;

/**
 * Reverses an order once, and judges what that brought (<a href=
 * "https://github.com/wechatpayhk/wechatpay-hk-spring-boot/blob/main/docs/protocol.md#responses-to-a-reversal">protocol</a>).
 * Every end rests on a verified response.
 */
final class ReversalCall {

	/**
	 * From when "no such order" is final: the payer's code is too old then for a late
	 * copy of the payment to succeed.
	 */
	private static final Duration FINAL_NOT_FOUND = QuickPayTimes.defaults().finalNotFound();

	private static final Log logger = LogFactory.getLog(ReversalCall.class);

	private final DurableMerchants merchants;

	private final boolean isConfirming;

	ReversalCall(DurableMerchants merchants, boolean isConfirming) {
		this.merchants = merchants;
		this.isConfirming = isConfirming;
	}

	/**
	 * Reverse.
	 * @param reversal the scheduled reversal
	 * @param settled how long ago it was scheduled, counted so that no clock can make it
	 * too long
	 * @return what that brought; never an error
	 */
	Mono<ReversalVerdict> make(DurableReversal reversal, Duration settled) {
		boolean isNotFoundFinal = settled.compareTo(FINAL_NOT_FOUND) >= 0;
		return this.merchants.find(reversal.merchant())
			.flatMap((merchant) -> reverse(merchant, reversal).onErrorResume(WechatPayHkException.class,
					(ex) -> judge(merchant, reversal, ex, isNotFoundFinal)))
			.onErrorResume(WechatPayHkException.class, (ex) -> Mono.just(failed(ex)))
			.onErrorResume((ex) -> Mono.just(ReversalVerdict.lost("The service failed: " + ex)))
			.defaultIfEmpty(ReversalVerdict.lost("There was no merchant to call"));
	}

	/**
	 * A 204 names no order, so a query confirms it. Until then nothing is noted: after a
	 * crash in between, the order is reversed and queried again.
	 */
	private Mono<ReversalVerdict> reverse(DurableMerchant merchant, DurableReversal reversal) {
		return Mono.defer(() -> {
			ExchangeWatch watch = new ExchangeWatch();
			Mono<Void> reversing = merchant.reverse()
				.reverse(this.isConfirming ? reversal.request().withConfirmation(false) : reversal.request())
				.contextWrite(watch::addTo);
			return reversing.then(Mono.defer(() -> {
				ReversalVerdict reversed = ReversalVerdict.reversed(watch.requestId());
				return this.isConfirming ? confirm(merchant, reversal, reversed) : Mono.just(reversed);
			}));
		});
	}

	private Mono<ReversalVerdict> confirm(DurableMerchant merchant, DurableReversal reversal,
			ReversalVerdict reversed) {
		return merchant.query()
			.query(OrderKey.reference(reversal.request()))
			.map((order) -> confirmed(reversal, reversed, order.tradeState()))
			.onErrorResume(WechatPayHkException.class,
					(ex) -> Mono.just(ReversalVerdict.unconfirmed("the query failed: " + ex.getMessage())))
			.defaultIfEmpty(ReversalVerdict.unconfirmed("the query shows no order"));
	}

	private static ReversalVerdict confirmed(DurableReversal reversal, ReversalVerdict reversed, TradeState state) {
		if (state.isReversedOrClosed()) {
			return reversed;
		}
		if (state.equals(TradeState.SUCCESS)) {
			logger.error("The reversal of " + OrderKey.describe(reversal)
					+ " got a 204, but a query shows the order as " + state + ": the order is reversed again");
		}
		return ReversalVerdict.unconfirmed("the query shows the order as " + state);
	}

	private Mono<ReversalVerdict> judge(DurableMerchant merchant, DurableReversal reversal,
			WechatPayHkException failure, boolean isNotFoundFinal) {
		ReversalVerdict verdict = failed(failure);
		CallFailure refusal = new CallFailure(failure);
		if (!refusal.isRejected() || refusal.isOurFault()) {
			return Mono.just(verdict);
		}
		// already closed, too late, already refunded, not there: the order itself tells
		return merchant.query()
			.query(OrderKey.reference(reversal.request()))
			.map((order) -> seen(verdict, refusal, order))
			.onErrorResume(WechatPayHkException.class, (ex) -> Mono.just(notSeen(verdict, ex, isNotFoundFinal)));
	}

	private static ReversalVerdict failed(WechatPayHkException failure) {
		boolean isForLackOfTime = failure instanceof WechatPayHkRequestException request
				&& (request.reason() == WechatPayHkRequestException.Reason.RATE_LIMIT_EXCEEDS_DEADLINE
						|| request.reason() == WechatPayHkRequestException.Reason.RATE_LIMIT_UNAVAILABLE);
		return ReversalVerdict.failed(failure, new CallFailure(failure).isOurFault() && !isForLackOfTime);
	}

	private static ReversalVerdict seen(ReversalVerdict verdict, CallFailure refusal, Order order) {
		TradeState state = order.tradeState();
		if (state.isReversedOrClosed()) {
			return verdict.and(ReversalState.NOTHING_TO_REVERSE, "A query shows that the order is " + state);
		}
		boolean isPaid = state.equals(TradeState.SUCCESS) || state.equals(TradeState.REFUND);
		if (isPaid && refusal.isVerified() && !refusal.isNotFound()) {
			return verdict.and(ReversalState.REFUSED,
					"A query shows that the order is " + state + ": the money is to be refunded");
		}
		return verdict.and("A query shows that the order is " + state);
	}

	private static ReversalVerdict notSeen(ReversalVerdict verdict, WechatPayHkException failure,
			boolean isNotFoundFinal) {
		CallFailure refusal = new CallFailure(failure);
		if (refusal.isNotFound() && refusal.isVerified() && isNotFoundFinal) {
			return verdict.and(ReversalState.NOTHING_TO_REVERSE,
					"A query shows that there is no such order, and there can be none any more");
		}
		return verdict.and("A query did not tell more: " + failure.getMessage());
	}

}
