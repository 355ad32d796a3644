package io.github.wechatpayhk.sample.till;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.github.wechatpayhk.durable.DurableRefund;
import io.github.wechatpayhk.durable.OnlinePaymentAttempt;
import io.github.wechatpayhk.refund.RefundStatus;
import org.jspecify.annotations.Nullable;

/**
 * A refund as a cashier sees it, of an order of either kind.
 *
 * @param outRefundNo its number: the same number is the same refund
 * @param cents how much
 * @param state how it stands
 * @param reason why it did not succeed, in the starter's words, or {@code null}
 * @param notifiedAt when WeChat Pay notified, or {@code null}
 */
public record OrderRefund(String outRefundNo, long cents, State state, @Nullable String reason,
		@Nullable Instant notifiedAt) {

	private static final Set<OnlinePaymentAttempt.Result> FAILED = EnumSet.of(OnlinePaymentAttempt.Result.UNKNOWN,
			OnlinePaymentAttempt.Result.NOT_SENT, OnlinePaymentAttempt.Result.REJECTED,
			OnlinePaymentAttempt.Result.INTERRUPTED);

	static OrderRefund underWay(String outRefundNo, long cents) {
		return new OrderRefund(outRefundNo, cents, State.UNDER_WAY, null, null);
	}

	/**
	 * Show a durable refund.
	 * @param refund the refund
	 * @param trail what happened to it
	 */
	static OrderRefund of(DurableRefund refund, List<OnlinePaymentAttempt> trail) {
		State state = switch (refund.state()) {
			case OPEN -> isUnknown(trail) ? State.UNKNOWN : State.UNDER_WAY;
			case REQUIRES_ACTION -> State.REQUIRES_ACTION;
			case SUCCESS -> State.SUCCESS;
			case CLOSED -> State.CLOSED;
			case SETTLED -> State.SETTLED;
		};
		Instant notifiedAt = trail.stream()
			.filter((entry) -> entry.result() == OnlinePaymentAttempt.Result.NOTIFIED)
			.map(OnlinePaymentAttempt::startedAt)
			.reduce((first, second) -> second)
			.orElse(null);
		boolean isReasonShown = state != State.UNDER_WAY && state != State.SUCCESS;
		return new OrderRefund(refund.outRefundNo(), refund.amount().refund(), state,
				isReasonShown ? refund.reason() : null, notifiedAt);
	}

	private static boolean isUnknown(List<OnlinePaymentAttempt> trail) {
		return trail.stream().anyMatch((entry) -> FAILED.contains(entry.result()))
				&& trail.stream().noneMatch((entry) -> entry.result() == OnlinePaymentAttempt.Result.PROCESSING);
	}

	OrderRefund with(State changed, @Nullable String why) {
		return new OrderRefund(this.outRefundNo, this.cents, changed, why, this.notifiedAt);
	}

	OrderRefund notified(State changed, Instant at) {
		return new OrderRefund(this.outRefundNo, this.cents, changed, null, at);
	}

	/**
	 * Return when WeChat Pay notified, by the clock on the wall.
	 * @return the time, or {@code null}
	 */
	public @Nullable String notifiedTime() {
		return (this.notifiedAt != null) ? WallClock.show(this.notifiedAt) : null;
	}

	/**
	 * How a refund stands.
	 */
	public enum State {

		/** It is sent, or WeChat Pay has accepted it. */
		UNDER_WAY,

		/** Nothing that can be trusted says whether WeChat Pay accepted it. */
		UNKNOWN,

		/** It requires manual action. */
		REQUIRES_ACTION,

		/** The payer has the money. */
		SUCCESS,

		/** It did not take place: its money can be refunded under another number. */
		CLOSED,

		/** An operator settled it otherwise. */
		SETTLED;

		/**
		 * Return what a verified response or notification says. A status that is not
		 * known here ends nothing.
		 */
		static State of(@Nullable RefundStatus status) {
			if (RefundStatus.SUCCESS.equals(status)) {
				return SUCCESS;
			}
			if (RefundStatus.CLOSED.equals(status)) {
				return CLOSED;
			}
			return RefundStatus.ABNORMAL.equals(status) ? REQUIRES_ACTION : UNDER_WAY;
		}

		boolean isEnded() {
			return this == SUCCESS || this == CLOSED || this == SETTLED;
		}

		/**
		 * Return whether what was learned replaces this. Only a success overrides an end.
		 */
		boolean isReplacedBy(State learned) {
			return switch (this) {
				case UNDER_WAY, UNKNOWN -> true;
				case REQUIRES_ACTION -> learned.isEnded();
				case CLOSED -> learned == SUCCESS;
				case SUCCESS, SETTLED -> false;
			};
		}

		/**
		 * Return the name in style sheets and message keys.
		 * @return the name in lower case, with hyphens
		 */
		public String key() {
			return name().toLowerCase(Locale.ROOT).replace('_', '-');
		}

	}

}
