package io.github.wechatpayhk.durable;

import java.time.Duration;

import io.github.wechatpayhk.error.Refusal;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.order.Order;
import io.github.wechatpayhk.order.TradeState;
import io.github.wechatpayhk.webclient.ExchangeWatch;
import reactor.core.publisher.Mono;

/**
 * Reverses an order once, and judges what that brought (protocol, "Reverse: answers and
 * idempotency"). Every end rests on a verified answer.
 */
final class ReversalCall {

	/**
	 * From when "no such order" is final: the payer's code is too old then for a late
	 * copy of the payment to succeed.
	 */
	private static final Duration FINAL_NOT_FOUND = Duration.ofSeconds(60);

	private final DurableMerchants merchants;

	ReversalCall(DurableMerchants merchants) {
		this.merchants = merchants;
	}

	/**
	 * Reverse.
	 * @param reversal the promise
	 * @param settled how long ago it was promised, counted so that no clock can make it
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

	private static Mono<ReversalVerdict> reverse(DurableMerchant merchant, DurableReversal reversal) {
		return Mono.defer(() -> {
			ExchangeWatch watch = new ExchangeWatch();
			return merchant.reverse()
				.reverse(reversal.request())
				.contextWrite(watch::addTo)
				.then(Mono.fromSupplier(() -> ReversalVerdict.reversed(watch.requestId())));
		});
	}

	private Mono<ReversalVerdict> judge(DurableMerchant merchant, DurableReversal reversal,
			WechatPayHkException failure, boolean isNotFoundFinal) {
		ReversalVerdict verdict = failed(failure);
		Refusal refusal = new Refusal(failure);
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
				&& (request.reason() == WechatPayHkRequestException.Reason.NO_TIME_IN_PACE
						|| request.reason() == WechatPayHkRequestException.Reason.PACE_UNAVAILABLE);
		return ReversalVerdict.failed(failure, new Refusal(failure).isOurFault() && !isForLackOfTime);
	}

	private static ReversalVerdict seen(ReversalVerdict verdict, Refusal refusal, Order order) {
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
		Refusal refusal = new Refusal(failure);
		if (refusal.isNotFound() && refusal.isVerified() && isNotFoundFinal) {
			return verdict.and(ReversalState.NOTHING_TO_REVERSE,
					"A query shows that there is no such order, and there can be none any more");
		}
		return verdict.and("A query did not tell more: " + failure.getMessage());
	}

}
