package io.github.wechatpayhk.simulator.order;

import java.time.Duration;

/**
 * What the sources about WeChat Pay leave open, or only advise, about orders. Immutable:
 * every change is a copy.
 *
 * @param reverseWindow how long after it was placed an order can be reversed
 * @param earliestReverse how old an order must be to be reversed
 * @param earliestClose how old an order must be to be closed
 * @param revokedAfter when WeChat Pay itself reverses an unpaid Quick Pay order
 * @param unpaidReversed the state of an unpaid order after its reversal: {@code REVOKED}
 * or {@code CLOSED}
 * @param isRepeatedReverseAccepted whether a second reversal responds with 204, else 400
 * {@code ORDERREVERSED}
 * @param isClosedReverseAccepted whether reversing a closed order responds with 204, else
 * 400 {@code ORDER_CLOSED}
 * @param isRefusedPaymentKept whether a refused payment leaves an order in state
 * {@code NOTPAY}, else there is no order
 * @param isAuthCodeUsedOnce whether a code pays once only
 * @param isAppidRequired whether orders must carry an app id
 * @param pendingForm what a 202 carries
 * @since 0.1.0
 */
public record OrderRules(Duration reverseWindow, Duration earliestReverse, Duration earliestClose,
		Duration revokedAfter, TradeState unpaidReversed, boolean isRepeatedReverseAccepted,
		boolean isClosedReverseAccepted, boolean isRefusedPaymentKept, boolean isAuthCodeUsedOnce,
		boolean isAppidRequired, PendingForm pendingForm) {

	private static final OrderRules DEFAULTS = new OrderRules(Duration.ofDays(7), Duration.ZERO, Duration.ZERO,
			Duration.ofSeconds(45), TradeState.REVOKED, true, false, true, true, true, PendingForm.ORDER);

	/**
	 * Return the defaults.
	 * @return the defaults
	 */
	public static OrderRules defaults() {
		return DEFAULTS;
	}

	/**
	 * Return a copy with another window for reversals.
	 * @param window how long after it was placed an order can be reversed
	 * @return the copy
	 */
	public OrderRules withReverseWindow(Duration window) {
		return new OrderRules(window, this.earliestReverse, this.earliestClose, this.revokedAfter, this.unpaidReversed,
				this.isRepeatedReverseAccepted, this.isClosedReverseAccepted, this.isRefusedPaymentKept,
				this.isAuthCodeUsedOnce, this.isAppidRequired, this.pendingForm);
	}

	/**
	 * Return a copy that refuses early reversals with 400 {@code INVALID_REQUEST}.
	 * @param age how old an order must be to be reversed
	 * @return the copy
	 */
	public OrderRules withEarliestReverse(Duration age) {
		return new OrderRules(this.reverseWindow, age, this.earliestClose, this.revokedAfter, this.unpaidReversed,
				this.isRepeatedReverseAccepted, this.isClosedReverseAccepted, this.isRefusedPaymentKept,
				this.isAuthCodeUsedOnce, this.isAppidRequired, this.pendingForm);
	}

	/**
	 * Return a copy that refuses an early close with 400 {@code INVALID_REQUEST}.
	 * @param age how old an order must be to be closed
	 * @return the copy
	 */
	public OrderRules withEarliestClose(Duration age) {
		return new OrderRules(this.reverseWindow, this.earliestReverse, age, this.revokedAfter, this.unpaidReversed,
				this.isRepeatedReverseAccepted, this.isClosedReverseAccepted, this.isRefusedPaymentKept,
				this.isAuthCodeUsedOnce, this.isAppidRequired, this.pendingForm);
	}

	/**
	 * Return a copy with another time for WeChat Pay's own reversal.
	 * @param age the age at which an unpaid Quick Pay order is reversed
	 * @return the copy
	 */
	public OrderRules withRevokedAfter(Duration age) {
		return new OrderRules(this.reverseWindow, this.earliestReverse, this.earliestClose, age, this.unpaidReversed,
				this.isRepeatedReverseAccepted, this.isClosedReverseAccepted, this.isRefusedPaymentKept,
				this.isAuthCodeUsedOnce, this.isAppidRequired, this.pendingForm);
	}

	/**
	 * Return a copy in which a reversed unpaid order shows another state.
	 * @param state {@code REVOKED} or {@code CLOSED}
	 * @return the copy
	 */
	public OrderRules withUnpaidReversed(TradeState state) {
		if (state != TradeState.REVOKED && state != TradeState.CLOSED) {
			throw new IllegalArgumentException("'state' must be REVOKED or CLOSED");
		}
		return new OrderRules(this.reverseWindow, this.earliestReverse, this.earliestClose, this.revokedAfter, state,
				this.isRepeatedReverseAccepted, this.isClosedReverseAccepted, this.isRefusedPaymentKept,
				this.isAuthCodeUsedOnce, this.isAppidRequired, this.pendingForm);
	}

	/**
	 * Return a copy that responds to reversals of finished orders otherwise.
	 * @param isRepeatedAccepted whether a second reversal responds with 204
	 * @param isClosedAccepted whether reversing a closed order responds with 204
	 * @return the copy
	 */
	public OrderRules withFinishedReverseAccepted(boolean isRepeatedAccepted, boolean isClosedAccepted) {
		return new OrderRules(this.reverseWindow, this.earliestReverse, this.earliestClose, this.revokedAfter,
				this.unpaidReversed, isRepeatedAccepted, isClosedAccepted, this.isRefusedPaymentKept,
				this.isAuthCodeUsedOnce, this.isAppidRequired, this.pendingForm);
	}

	/**
	 * Return a copy that treats refused payments otherwise.
	 * @param isKept whether a refused payment leaves an order
	 * @return the copy
	 */
	public OrderRules withRefusedPaymentKept(boolean isKept) {
		return new OrderRules(this.reverseWindow, this.earliestReverse, this.earliestClose, this.revokedAfter,
				this.unpaidReversed, this.isRepeatedReverseAccepted, this.isClosedReverseAccepted, isKept,
				this.isAuthCodeUsedOnce, this.isAppidRequired, this.pendingForm);
	}

	/**
	 * Return a copy that treats payment codes otherwise.
	 * @param isUsedOnce whether a code pays once only
	 * @return the copy
	 */
	public OrderRules withAuthCodeUsedOnce(boolean isUsedOnce) {
		return new OrderRules(this.reverseWindow, this.earliestReverse, this.earliestClose, this.revokedAfter,
				this.unpaidReversed, this.isRepeatedReverseAccepted, this.isClosedReverseAccepted,
				this.isRefusedPaymentKept, isUsedOnce, this.isAppidRequired, this.pendingForm);
	}

	/**
	 * Return a copy that treats missing app ids otherwise.
	 * @param isRequired whether orders must carry an app id
	 * @return the copy
	 */
	public OrderRules withAppidRequired(boolean isRequired) {
		return new OrderRules(this.reverseWindow, this.earliestReverse, this.earliestClose, this.revokedAfter,
				this.unpaidReversed, this.isRepeatedReverseAccepted, this.isClosedReverseAccepted,
				this.isRefusedPaymentKept, this.isAuthCodeUsedOnce, isRequired, this.pendingForm);
	}

	/**
	 * Return a copy whose 202 looks otherwise.
	 * @param form what a 202 carries
	 * @return the copy
	 */
	public OrderRules withPendingForm(PendingForm form) {
		return new OrderRules(this.reverseWindow, this.earliestReverse, this.earliestClose, this.revokedAfter,
				this.unpaidReversed, this.isRepeatedReverseAccepted, this.isClosedReverseAccepted,
				this.isRefusedPaymentKept, this.isAuthCodeUsedOnce, this.isAppidRequired, form);
	}

	/**
	 * What the 202 of a Quick Pay order that is not yet paid carries.
	 */
	public enum PendingForm {

		/**
		 * The order in state {@code USERPAYING}.
		 */
		ORDER,

		/**
		 * A code {@code USERPAYING} and a message.
		 */
		CODE,

		/**
		 * Nothing.
		 */
		EMPTY

	}

}
