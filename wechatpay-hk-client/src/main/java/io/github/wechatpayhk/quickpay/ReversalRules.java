package io.github.wechatpayhk.quickpay;

import java.time.Instant;

import io.github.wechatpayhk.error.CallFailure;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.order.Order;
import io.github.wechatpayhk.order.TradeState;

/**
 * The part of the loop in which the shop has given up and wants the order undone.
 */
final class ReversalRules {

	private static final int ENOUGH_QUERIES = 3;

	private final QuickPayTimes times;

	ReversalRules(QuickPayTimes times) {
		this.times = times;
	}

	QuickPayProgress next(QuickPayProgress progress, Instant sentAt, Instant now, QuickPayEvent event) {
		if (event instanceof QuickPayEvent.Reversed) {
			return progress.withReversed(true).withFailures(0).next(QuickPayStep.Action.CONFIRM, now);
		}
		if (event instanceof QuickPayEvent.OrderSeen seen) {
			return seen(progress, now, seen.order());
		}
		if (event instanceof QuickPayEvent.Failed failed) {
			QuickPayProgress changed = progress.withFailure(failed.failure());
			return (progress.next() == QuickPayStep.Action.REVERSE)
					? reversalFailed(changed, sentAt, now, failed.failure())
					: queryFailed(changed, sentAt, now, failed.failure());
		}
		return progress;
	}

	private QuickPayProgress seen(QuickPayProgress before, Instant now, Order order) {
		QuickPayProgress progress = before.withOrder(order);
		if (QuickPayRules.isForeign(before, order, now)) {
			return QuickPayRules.endForeign(progress);
		}
		TradeState state = order.tradeState();
		if (state.isReversedOrClosed()) {
			return progress.end(QuickPayEnding.REVERSED_OR_CLOSED, "The order is " + state);
		}
		if (state.equals(TradeState.SUCCESS)) {
			return progress.withReversed(false).withFailures(0).next(QuickPayStep.Action.REFUND, now);
		}
		if (state.equals(TradeState.REFUND)) {
			return progress.withReversed(false).withFailures(0).next(QuickPayStep.Action.CONFIRM_REFUND, now);
		}
		QuickPayProgress unclear = progress.withFailures(progress.failures() + 1);
		return unclear.next(QuickPayStep.Action.REVERSE, QuickPayRules.afterPause(this.times, unclear, now));
	}

	private QuickPayProgress reversalFailed(QuickPayProgress progress, Instant sentAt, Instant now,
			WechatPayHkException failure) {
		CallFailure refusal = new CallFailure(failure);
		if (QuickPayRules.isFinallyNotFound(this.times, progress, refusal, sentAt)) {
			return QuickPayRules.endWithoutOrder(progress);
		}
		if (!refusal.isRejected() || refusal.isOurFault() || refusal.isNotFound()) {
			return progress.next(QuickPayStep.Action.REVERSE, QuickPayRules.afterPause(this.times, progress, now));
		}
		// already closed, too late, already refunded: the order itself tells
		return progress.next(QuickPayStep.Action.CONFIRM, now);
	}

	private QuickPayProgress queryFailed(QuickPayProgress progress, Instant sentAt, Instant now,
			WechatPayHkException failure) {
		CallFailure refusal = new CallFailure(failure);
		if (progress.reversed()) {
			return (progress.failures() < ENOUGH_QUERIES)
					? progress.next(QuickPayStep.Action.CONFIRM, QuickPayRules.afterPause(this.times, progress, now))
					: progress.end(QuickPayEnding.REVERSED_OR_CLOSED, "The order was reversed");
		}
		if (QuickPayRules.isFinallyNotFound(this.times, progress, refusal, sentAt)) {
			return QuickPayRules.endWithoutOrder(progress);
		}
		QuickPayStep.Action again = refusal.isNotFound() ? QuickPayStep.Action.REVERSE : QuickPayStep.Action.CONFIRM;
		return progress.next(again, QuickPayRules.afterPause(this.times, progress, now));
	}

}
