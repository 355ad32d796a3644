package io.github.wechatpayhk.durable.store;

import java.time.Instant;

import io.github.wechatpayhk.durable.DurableNotification;
import io.github.wechatpayhk.durable.DurablePayment;
import io.github.wechatpayhk.durable.DurableRefund;
import io.github.wechatpayhk.durable.DurableReversal;
import io.github.wechatpayhk.durable.DurableReversalEvent;
import io.github.wechatpayhk.durable.OnlinePayment;
import io.github.wechatpayhk.durable.ReconciledDay;
import io.github.wechatpayhk.durable.ReversalState;
import org.jspecify.annotations.Nullable;

/**
 * An event that nobody has acknowledged yet.
 *
 * @param id its number
 * @param subject the number of the scheduled reversal, of the payment, of the online
 * payment, of the refund, of the reconciled day or of the notification
 * @param kind what it is about
 * @param state the state that it stands for
 * @param reason why it stands so
 * @param occurredAt when it was stored
 * @param deliveries how often it was delivered in vain
 */
record EventRow(String id, String subject, Kind kind, String state, @Nullable String reason, Instant occurredAt,
		int deliveries) {

	static EventRow of(DurableReversalEvent event) {
		if (event instanceof DurableReversalEvent.Ended ended) {
			return of(event, ended.reversal());
		}
		if (event instanceof DurableReversalEvent.NeedsAttention stuck) {
			return of(event, stuck.reversal());
		}
		if (event instanceof DurableReversalEvent.PaymentEnded ended) {
			return of(event, ended.payment());
		}
		if (event instanceof DurableReversalEvent.PaymentNeedsAttention stuck) {
			return of(event, stuck.payment());
		}
		if (event instanceof DurableReversalEvent.OnlinePaymentEnded ended) {
			return of(event, ended.payment());
		}
		if (event instanceof DurableReversalEvent.OnlinePaymentRequiresAction stuck) {
			return of(event, stuck.payment());
		}
		if (event instanceof DurableReversalEvent.RefundEnded ended) {
			return of(event, ended.refund());
		}
		if (event instanceof DurableReversalEvent.RefundRequiresAction stuck) {
			return of(event, stuck.refund());
		}
		if (event instanceof DurableReversalEvent.NotificationNeedsAttention stuck) {
			DurableNotification notification = stuck.notification();
			return new EventRow(event.id(), notification.id(), Kind.NOTIFICATION, notification.state().name(),
					notification.reason(), notification.changedAt(), 0);
		}
		if (event instanceof DurableReversalEvent.DifferencesFound found) {
			ReconciledDay day = found.day();
			return new EventRow(event.id(), day.id(), Kind.RECONCILIATION, day.state().name(), day.reason(),
					day.reconciledAt(), 0);
		}
		throw new IllegalArgumentException("Not an event of a state: " + event);
	}

	private static EventRow of(DurableReversalEvent event, DurableReversal reversal) {
		return new EventRow(event.id(), reversal.id(), Kind.REVERSAL, reversal.state().name(), reversal.reason(),
				reversal.changedAt(), 0);
	}

	private static EventRow of(DurableReversalEvent event, DurablePayment payment) {
		return new EventRow(event.id(), payment.id(), Kind.PAYMENT, payment.state().name(), payment.reason(),
				payment.changedAt(), 0);
	}

	private static EventRow of(DurableReversalEvent event, OnlinePayment payment) {
		return new EventRow(event.id(), payment.id(), Kind.ONLINE_PAYMENT, payment.state().name(), payment.reason(),
				payment.changedAt(), 0);
	}

	private static EventRow of(DurableReversalEvent event, DurableRefund refund) {
		return new EventRow(event.id(), refund.id(), Kind.REFUND, refund.state().name(), refund.reason(),
				refund.changedAt(), 0);
	}

	/**
	 * Return the event as it was, whatever became of the scheduled reversal since.
	 */
	DurableReversalEvent event(DurableReversal now) {
		ReversalState then = ReversalState.valueOf(this.state);
		DurableReversal reversal = new DurableReversal(now.id(), now.merchant(), now.signer(), now.request(), then,
				this.reason, now.attempts(), now.scheduledAt(), this.occurredAt, null,
				then.isTerminal() ? this.occurredAt : null);
		return Events.of(this.id, true, reversal);
	}

	/**
	 * Return the event as it was, whatever became of the payment since.
	 */
	DurableReversalEvent event(DurablePayment now) {
		DurablePayment.State then = DurablePayment.State.valueOf(this.state);
		DurablePayment payment = new DurablePayment(now.id(), now.merchant(), now.signer(), now.intent(), then,
				this.reason, this.occurredAt, then.isTerminal() ? this.occurredAt : null);
		return Events.of(this.id, true, payment, null);
	}

	/**
	 * Return the event as it was, whatever became of the online payment since.
	 */
	DurableReversalEvent event(OnlinePayment now) {
		OnlinePayment.State then = OnlinePayment.State.valueOf(this.state);
		OnlinePayment payment = new OnlinePayment(now.id(), now.merchant(), now.signer(), now.ids(), now.outTradeNo(),
				now.tradeType(), now.amount(), now.transactionId(), then, this.reason, now.placedAt(), now.sentAt(),
				now.expiresAt(), this.occurredAt, then.isTerminal() ? this.occurredAt : null);
		return Events.of(this.id, true, payment);
	}

	/**
	 * Return the event as it was, whatever became of the refund since.
	 */
	DurableReversalEvent event(DurableRefund now) {
		DurableRefund.State then = DurableRefund.State.valueOf(this.state);
		DurableRefund refund = new DurableRefund(now.id(), now.merchant(), now.signer(), now.ids(), now.paymentId(),
				now.outTradeNo(), now.outRefundNo(), now.amount(), now.refundId(), then, this.reason, now.requestedAt(),
				now.sendAt(), this.occurredAt, then.isTerminal() ? this.occurredAt : null);
		return Events.of(this.id, true, refund);
	}

	/**
	 * Return the event as it was, whatever became of the notification since.
	 */
	DurableReversalEvent event(DurableNotification now) {
		return new DurableReversalEvent.NotificationNeedsAttention(this.id, true,
				new DurableNotification(now.id(), now.merchant(), now.notificationId(), now.type(), now.subject(),
						now.outTradeNo(), DurableNotification.State.valueOf(this.state), this.reason, now.receivedAt(),
						this.occurredAt, null));
	}

	/**
	 * Return the event as it was, whatever became of the day since.
	 */
	DurableReversalEvent event(ReconciledDay now) {
		return new DurableReversalEvent.DifferencesFound(this.id, true,
				new ReconciledDay(now.id(), now.merchant(), now.signer(), now.day(),
						ReconciledDay.State.valueOf(this.state), this.reason, now.rows(), now.differences(),
						this.occurredAt));
	}

	/**
	 * What an event is about.
	 */
	enum Kind {

		REVERSAL,

		PAYMENT,

		ONLINE_PAYMENT,

		RECONCILIATION, REFUND,

		NOTIFICATION

	}

}
