package io.github.wechatpayhk.quickpay;

import java.time.Instant;

import io.github.wechatpayhk.error.CallFailure;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.order.Order;
import io.github.wechatpayhk.order.TradeState;
import io.github.wechatpayhk.quickpay.QuickPayIntent.GivenUp;

/**
 * The part of the loop in which the payer may still pay.
 */
final class PaymentRules {

	private final QuickPayTimes times;

	PaymentRules(QuickPayTimes times) {
		this.times = times;
	}

	QuickPayProgress next(QuickPayProgress progress, Instant sentAt, Instant now, QuickPayEvent event) {
		if (event instanceof QuickPayEvent.PaymentResponded paid) {
			Order order = paid.response().order();
			return (order != null && !paid.response().accepted()) ? seen(progress, now, order) : unclear(progress, now);
		}
		if (event instanceof QuickPayEvent.OrderSeen seen) {
			return seen(progress, now, seen.order());
		}
		if (event instanceof QuickPayEvent.Failed failed) {
			return (progress.next() == QuickPayStep.Action.PAY)
					? paymentFailed(progress.withFailure(failed.failure()), now, failed.failure())
					: queryFailed(progress.withFailure(failed.failure()), sentAt, now, failed.failure());
		}
		return unclear(progress, now);
	}

	private QuickPayProgress seen(QuickPayProgress before, Instant now, Order order) {
		QuickPayProgress progress = before.withOrder(order).withFailures(0);
		TradeState state = order.tradeState();
		if (QuickPayRules.isForeign(before, order, now)
				|| (progress.givenUp() == GivenUp.NUMBER_USED && !state.isReversedOrClosed())) {
			return QuickPayRules.endForeign(progress);
		}
		if (state.equals(TradeState.SUCCESS)) {
			return (progress.givenUp() != null) ? progress.next(QuickPayStep.Action.REFUND, now)
					: progress.end(QuickPayEnding.PAID, "Hand over the goods");
		}
		if (state.isReversedOrClosed()) {
			return progress.end(QuickPayEnding.REVERSED_OR_CLOSED, "The order is " + state);
		}
		if (state.equals(TradeState.REFUND)) {
			return progress.next(QuickPayStep.Action.CONFIRM_REFUND, now);
		}
		return (state.equals(TradeState.PAYERROR) || progress.refusal() != null) ? giveUp(progress, now, GivenUp.FAILED)
				: unclear(progress, now);
	}

	/**
	 * Only a verified refusal proves something: an unsigned one may come from a proxy
	 * that has passed the payment on.
	 */
	private QuickPayProgress paymentFailed(QuickPayProgress progress, Instant now, WechatPayHkException failure) {
		CallFailure refusal = new CallFailure(failure);
		if (refusal.isNotSent() || (refusal.isOurFault() && refusal.isVerified())) {
			return progress.stop(failure);
		}
		QuickPayProgress known = refusal.isNumberUsed() ? progress.withGivenUp(GivenUp.NUMBER_USED) : progress;
		return refusal.isFinal() ? known.withRefusal(failure).next(QuickPayStep.Action.QUERY, now)
				: unclear(known, now);
	}

	private QuickPayProgress queryFailed(QuickPayProgress progress, Instant sentAt, Instant now,
			WechatPayHkException failure) {
		CallFailure refusal = new CallFailure(failure);
		boolean isNotFound = refusal.isNotFound() && refusal.isVerified();
		return ((isNotFound && progress.refusal() != null && progress.givenUp() != GivenUp.NUMBER_USED)
				|| QuickPayRules.isFinallyNotFound(this.times, progress, refusal, sentAt))
						? QuickPayRules.endWithoutOrder(progress) : unclear(progress, now);
	}

	private QuickPayProgress unclear(QuickPayProgress progress, Instant now) {
		if (progress.givenUp() == GivenUp.NUMBER_USED) {
			return progress.next(QuickPayStep.Action.QUERY, QuickPayRules.afterPause(this.times, progress, now));
		}
		Instant end = progress.after(this.times.polling());
		if (progress.givenUp() != null || (progress.next() == QuickPayStep.Action.QUERY && !now.isBefore(end))) {
			return giveUp(progress, now, GivenUp.TIMED_OUT);
		}
		Instant due = (progress.next() == QuickPayStep.Action.PAY) ? now : now.plus(this.times.queryInterval());
		due = QuickPayRules.later(due, progress.after(this.times.firstQuery()));
		return progress.next(QuickPayStep.Action.QUERY, due.isAfter(end) ? QuickPayRules.later(end, now) : due);
	}

	/**
	 * A payment that was refused cannot succeed meanwhile: there is nothing to wait for.
	 */
	private QuickPayProgress giveUp(QuickPayProgress progress, Instant now, GivenUp reason) {
		Instant earliest = (progress.refusal() != null) ? now : progress.after(this.times.earliestReverse());
		return progress.withGivenUp(reason)
			.withFailures(0)
			.next(QuickPayStep.Action.REVERSE, QuickPayRules.later(now, earliest));
	}

}
