package io.github.wechatpayhk.durable;

import io.github.wechatpayhk.quickpay.QuickPayResult;
import org.jspecify.annotations.Nullable;

/**
 * Something that an application may want to act upon. Holds no secret.
 * <p>
 * All but {@link Misconfigured} are stored together with the state that they stand for,
 * and are delivered to {@link DurableReversalListener}s at least once.
 *
 * @since 0.1.0
 */
public sealed interface DurableReversalEvent {

	/**
	 * Return what tells repeated deliveries of one event apart from other events.
	 * @return a UUID
	 */
	String id();

	/**
	 * Return whether listeners may have been called with this event before.
	 * @return whether this is not the first delivery
	 */
	default boolean isRedelivered() {
		return false;
	}

	/**
	 * A scheduled reversal came to its end, or an operator settled it.
	 *
	 * @param id tells repeated deliveries apart from other events
	 * @param isRedelivered whether this is not the first delivery
	 * @param reversal the scheduled reversal, in a terminal state
	 */
	record Ended(String id, boolean isRedelivered, DurableReversal reversal) implements DurableReversalEvent {
	}

	/**
	 * A scheduled reversal requires manual action: nothing more is tried until then.
	 *
	 * @param id tells repeated deliveries apart from other events
	 * @param isRedelivered whether this is not the first delivery
	 * @param reversal the scheduled reversal
	 */
	record NeedsAttention(String id, boolean isRedelivered, DurableReversal reversal) implements DurableReversalEvent {
	}

	/**
	 * A scheduled reversal cannot be kept until somebody fixes a key, a permission or
	 * another setting. It goes on by itself then. Delivered at most once for each
	 * attempt.
	 *
	 * @param id tells this event apart from others
	 * @param reversal the scheduled reversal
	 * @param problem what is to be fixed
	 */
	record Misconfigured(String id, DurableReversal reversal, String problem) implements DurableReversalEvent {
	}

	/**
	 * A payment that had been handed over came to its end, or an operator settled it.
	 *
	 * @param id tells repeated deliveries apart from other events
	 * @param isRedelivered whether this is not the first delivery
	 * @param payment the payment
	 * @param result how it ended, or {@code null} if an operator settled it, or the event
	 * is delivered again
	 */
	record PaymentEnded(String id, boolean isRedelivered, DurablePayment payment,
			@Nullable QuickPayResult result) implements DurableReversalEvent {
	}

	/**
	 * A payment requires manual action: nothing more is tried until then.
	 *
	 * @param id tells repeated deliveries apart from other events
	 * @param isRedelivered whether this is not the first delivery
	 * @param payment the payment
	 * @param result how it stands, or {@code null} if nobody could say for days, or the
	 * event is delivered again
	 */
	record PaymentNeedsAttention(String id, boolean isRedelivered, DurablePayment payment,
			@Nullable QuickPayResult result) implements DurableReversalEvent {
	}

	/**
	 * An online payment is {@code PAID} or {@code CLOSED}, or an operator settled it.
	 *
	 * @param id tells repeated deliveries apart from other events
	 * @param isRedelivered whether this is not the first delivery
	 * @param payment the payment, in a terminal state
	 */
	record OnlinePaymentEnded(String id, boolean isRedelivered, OnlinePayment payment) implements DurableReversalEvent {
	}

	/**
	 * An online payment requires manual action: nothing more is sent until then.
	 *
	 * @param id tells repeated deliveries apart from other events
	 * @param isRedelivered whether this is not the first delivery
	 * @param payment the payment
	 */
	record OnlinePaymentRequiresAction(String id, boolean isRedelivered,
			OnlinePayment payment) implements DurableReversalEvent {
	}

	/**
	 * A statement says something else than what is stored here. Nothing was changed.
	 * {@link Reconciliations#differences} lists the differences.
	 *
	 * @param id tells repeated deliveries apart from other events
	 * @param isRedelivered whether this is not the first delivery
	 * @param day the day and the number of differences
	 */
	record DifferencesFound(String id, boolean isRedelivered, ReconciledDay day) implements DurableReversalEvent {
	}

	/**
	 * A refund is {@code SUCCESS} or {@code CLOSED}, or an operator settled it.
	 *
	 * @param id tells repeated deliveries apart from other events
	 * @param isRedelivered whether this is not the first delivery
	 * @param refund the refund, in a terminal state
	 */
	record RefundEnded(String id, boolean isRedelivered, DurableRefund refund) implements DurableReversalEvent {
	}

	/**
	 * A refund requires manual action: nothing more is sent until then.
	 *
	 * @param id tells repeated deliveries apart from other events
	 * @param isRedelivered whether this is not the first delivery
	 * @param refund the refund
	 */
	record RefundRequiresAction(String id, boolean isRedelivered,
			DurableRefund refund) implements DurableReversalEvent {
	}

	/**
	 * A notification requires manual action: its listeners are not called until an
	 * operator retries it.
	 *
	 * @param id tells repeated deliveries apart from other events
	 * @param isRedelivered whether this is not the first delivery
	 * @param notification the notification
	 */
	record NotificationNeedsAttention(String id, boolean isRedelivered,
			DurableNotification notification) implements DurableReversalEvent {
	}

}
