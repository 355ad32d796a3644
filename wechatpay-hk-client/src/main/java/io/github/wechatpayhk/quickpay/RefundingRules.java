package io.github.wechatpayhk.quickpay;

import java.time.Instant;

import io.github.wechatpayhk.error.CallFailure;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.refund.Refund;
import io.github.wechatpayhk.refund.RefundStatus;

/**
 * The part of the loop in which the money slipped in after the shop had given up.
 */
final class RefundingRules {

	private static final int ENOUGH_QUERIES = 3;

	private final QuickPayTimes times;

	RefundingRules(QuickPayTimes times) {
		this.times = times;
	}

	QuickPayProgress next(QuickPayProgress progress, Instant now, QuickPayEvent event) {
		if (event instanceof QuickPayEvent.RefundSeen seen) {
			return (progress.next() == QuickPayStep.Action.REFUND)
					? progress.withRefund(seen.refund()).next(QuickPayStep.Action.CONFIRM_REFUND, now)
					: seen(progress, now, seen.refund());
		}
		if (event instanceof QuickPayEvent.Failed failed) {
			QuickPayProgress changed = progress.withFailure(failed.failure());
			return (progress.next() == QuickPayStep.Action.REFUND) ? refundFailed(changed, now, failed.failure())
					: queryFailed(changed, now, failed.failure());
		}
		return progress;
	}

	private QuickPayProgress seen(QuickPayProgress before, Instant now, Refund refund) {
		QuickPayProgress progress = before.withRefund(refund);
		RefundStatus status = refund.status();
		if (status != null && status.isStanding()) {
			return progress.end(QuickPayEnding.REFUNDED, "The whole amount is refunded");
		}
		if (RefundStatus.CLOSED.equals(status) || RefundStatus.ABNORMAL.equals(status)) {
			return progress.end(QuickPayEnding.UNKNOWN, "The refund could not be delivered, it is " + status
					+ ": settle it in WeChat Pay's merchant platform");
		}
		return again(progress.withFailures(before.failures() + 1), now);
	}

	/**
	 * The number stays the same, and with it the refund, however often it is asked for.
	 */
	private QuickPayProgress refundFailed(QuickPayProgress progress, Instant now, WechatPayHkException failure) {
		CallFailure refusal = new CallFailure(failure);
		boolean isAboutTheOrder = refusal.isRejected() && !refusal.isOurFault() && !refusal.isForbidden();
		return progress.next(isAboutTheOrder ? QuickPayStep.Action.CONFIRM : QuickPayStep.Action.REFUND,
				QuickPayRules.afterPause(this.times, progress, now));
	}

	private QuickPayProgress queryFailed(QuickPayProgress progress, Instant now, WechatPayHkException failure) {
		CallFailure refusal = new CallFailure(failure);
		if (progress.refund() == null && refusal.isNotFound() && refusal.isVerified()) {
			return progress.end(QuickPayEnding.UNKNOWN,
					"Somebody else refunded the order, perhaps in part: see its refunds");
		}
		return again(progress, now);
	}

	private QuickPayProgress again(QuickPayProgress progress, Instant now) {
		if (progress.refund() != null && progress.failures() >= ENOUGH_QUERIES) {
			return progress.end(QuickPayEnding.REFUNDED, "The refund was accepted");
		}
		return progress.next(QuickPayStep.Action.CONFIRM_REFUND, QuickPayRules.afterPause(this.times, progress, now));
	}

}
