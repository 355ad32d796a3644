package io.github.wechatpayhk.quickpay;

import java.time.Duration;
import java.time.Instant;

import io.github.wechatpayhk.error.CallFailure;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.order.Order;
import io.github.wechatpayhk.order.Order.Payer;
import io.github.wechatpayhk.quickpay.QuickPayIntent.GivenUp;
import io.github.wechatpayhk.signature.ResponseVerifier;
import org.jspecify.annotations.Nullable;

/**
 * What follows from what was learned (<a href=
 * "https://github.com/wechatpayhk/wechatpay-hk-spring-boot/blob/main/docs/protocol.md#quick-pay">protocol</a>).
 * Pure: no clock, no call.
 */
final class QuickPayRules {

	/**
	 * Moments from WeChat Pay are cut to seconds.
	 */
	private static final Duration TOLERANCE = Duration.ofSeconds(3);

	/**
	 * The clock of one process opened the payment, and that of another one resumes it:
	 * each may be that far from the right time.
	 */
	private static final Duration RESUMED_TOLERANCE = ResponseVerifier.ACCEPTED_CLOCK_SKEW.multipliedBy(2)
		.plus(TOLERANCE);

	private final PaymentRules payment;

	private final ReversalRules reversal;

	private final RefundingRules refunding;

	private final QuickPayTimes times;

	QuickPayRules(QuickPayTimes times) {
		this.times = times;
		this.payment = new PaymentRules(times);
		this.reversal = new ReversalRules(times);
		this.refunding = new RefundingRules(times);
	}

	QuickPayProgress begin(QuickPayIntent intent, QuickPayStep.Action first, Instant now) {
		return QuickPayProgress.begin(intent, first, now, this.times);
	}

	/**
	 * The cashier cancels. What is known then may be old: ask before reversing.
	 */
	QuickPayProgress cancelled(QuickPayProgress progress, Instant now) {
		return progress.withGivenUp(GivenUp.CANCELLED).next(QuickPayStep.Action.QUERY, now);
	}

	/**
	 * Return when the next call ends at the latest. The time of the payment itself counts
	 * from its intent, so that it is known also after a crash until when it can have been
	 * sent.
	 */
	Instant limit(QuickPayProgress progress) {
		return (progress.next() == QuickPayStep.Action.PAY) ? progress.sentBy() : progress.deadline();
	}

	/**
	 * There is no time left to make the next call. What was proved before stays proved.
	 */
	QuickPayProgress expired(QuickPayProgress progress) {
		if (progress.next() == QuickPayStep.Action.PAY) {
			return progress.stop(new WechatPayHkRequestException("To remember the payment took too long"));
		}
		if (progress.refund() != null) {
			return progress.end(QuickPayEnding.REFUNDED, "The refund was accepted");
		}
		if (progress.reversed()) {
			return progress.end(QuickPayEnding.REVERSED_OR_CLOSED, "The order was reversed");
		}
		return progress.end(QuickPayEnding.UNKNOWN,
				"The deadline passed. Neither hand over the goods nor take the money again; query the order, and "
						+ "reverse or refund it, until it is known");
	}

	/**
	 * A call has ended.
	 * @param progress how far the loop had come
	 * @param sentAt when the call began
	 * @param now the present moment
	 * @param event what was learned
	 * @return how far the loop is now
	 */
	QuickPayProgress next(QuickPayProgress progress, Instant sentAt, Instant now, QuickPayEvent event) {
		return switch (progress.next()) {
			case PAY -> this.payment.next(progress.withSentBy(now), sentAt, now, event);
			case QUERY -> this.payment.next(progress, sentAt, now, event);
			case REVERSE, CONFIRM -> this.reversal.next(progress, sentAt, now, event);
			case REFUND, CONFIRM_REFUND -> this.refunding.next(progress, now, event);
			case END -> progress;
		};
	}

	/**
	 * Tell whether an order with the number of the payment is another one: it has another
	 * amount or another payer, or was paid before the payment was opened. The age of the
	 * order is measured by the clock of WeChat Pay alone. Such an order must neither be
	 * taken for paid nor be reversed.
	 */
	static boolean isForeign(QuickPayProgress progress, Order order, Instant now) {
		return (order.amount() != null && !order.amount().matches(progress.intent().amount()))
				|| isOfAnotherPayer(progress.order(), order) || isPaidBefore(progress, order, now);
	}

	private static boolean isOfAnotherPayer(@Nullable Order before, Order order) {
		Payer known = (before != null) ? before.payer() : null;
		Payer payer = order.payer();
		return known != null && payer != null && (isOther(known.openid(), payer.openid())
				|| isOther(known.spOpenid(), payer.spOpenid()) || isOther(known.subOpenid(), payer.subOpenid()));
	}

	private static boolean isOther(@Nullable String known, @Nullable String seen) {
		return known != null && seen != null && !known.equals(seen);
	}

	private static boolean isPaidBefore(QuickPayProgress progress, Order order, Instant now) {
		Instant paidAt = order.paidAt();
		if (paidAt == null) {
			return false;
		}
		Instant openedAt = progress.intent().openedAt();
		if (progress.isResumed()) {
			return paidAt.isBefore(openedAt.minus(RESUMED_TOLERANCE));
		}
		Instant writtenAt = progress.writtenAt();
		Instant readAt = progress.readAt();
		Duration sincePaid = Duration.between(paidAt, (writtenAt != null) ? writtenAt : now);
		Duration sinceOpened = Duration.between(openedAt, (readAt != null) ? readAt : now);
		return sincePaid.compareTo(sinceOpened.plus(TOLERANCE)) > 0;
	}

	static QuickPayProgress endForeign(QuickPayProgress progress) {
		return progress.withGivenUp(GivenUp.NUMBER_USED)
			.end(QuickPayEnding.UNKNOWN,
					"WeChat Pay has another order under this number: the number was used before. Query that order, "
							+ "and take the payment under another number if it is not this one");
	}

	/**
	 * Tell whether the order does not exist and cannot come into existence any more.
	 * Before that time, a copy of the payment that is still on its way could create it.
	 * @param times the times of the flow
	 * @param progress how far the flow has come
	 * @param refusal what the call was refused with
	 * @param sentAt when the call began
	 * @return whether a verified 404 says so, late enough
	 */
	static boolean isFinallyNotFound(QuickPayTimes times, QuickPayProgress progress, CallFailure refusal,
			Instant sentAt) {
		return refusal.isNotFound() && refusal.isVerified() && !sentAt.isBefore(finalNotFound(times, progress));
	}

	private static Instant finalNotFound(QuickPayTimes times, QuickPayProgress progress) {
		return progress.sentBy().plus(times.finalNotFound());
	}

	static QuickPayProgress endWithoutOrder(QuickPayProgress progress) {
		return progress.end(QuickPayEnding.REVERSED_OR_CLOSED,
				"WeChat Pay has no such order, and can have none any more");
	}

	static Instant later(Instant one, Instant other) {
		return one.isAfter(other) ? one : other;
	}

	static Instant afterPause(QuickPayTimes times, QuickPayProgress progress, Instant now) {
		Duration pause = times.pauseAfter(Math.max(1, progress.failures()));
		Instant due = now.plus(pause);
		Instant finalNotFound = finalNotFound(times, progress);
		return (now.isBefore(finalNotFound) && due.isAfter(finalNotFound)) ? finalNotFound : due;
	}

}
