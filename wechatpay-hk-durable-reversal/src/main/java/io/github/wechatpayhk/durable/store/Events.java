package io.github.wechatpayhk.durable.store;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import io.github.wechatpayhk.durable.DurableNotification;
import io.github.wechatpayhk.durable.DurablePayment;
import io.github.wechatpayhk.durable.DurableRefund;
import io.github.wechatpayhk.durable.DurableReversal;
import io.github.wechatpayhk.durable.DurableReversalEvent;
import io.github.wechatpayhk.durable.DurableReversalTransactionListener;
import io.github.wechatpayhk.durable.OnlinePayment;
import io.github.wechatpayhk.durable.ReconciledDay;
import io.github.wechatpayhk.durable.ReversalState;
import io.github.wechatpayhk.durable.ReversalStoreException;
import io.github.wechatpayhk.quickpay.QuickPayResult;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Stores an event together with the state that it stands for, and delivers it until it is
 * acknowledged.
 *
 * @since 0.1.0
 */
public final class Events {

	private static final Log logger = LogFactory.getLog(Events.class);

	private final Storage storage;

	private final List<DurableReversalTransactionListener> inTransaction;

	private final Listeners listeners;

	private final Backoff backoff;

	private final Duration deliveredAgainAfter;

	private final InstantSource clock;

	private final Function<String, Optional<ReconciledDay>> days;

	/**
	 * What this process delivers at this moment.
	 */
	private final Set<String> underWay = ConcurrentHashMap.newKeySet();

	public Events(Storage storage, List<DurableReversalTransactionListener> inTransaction, Listeners listeners,
			Backoff backoff, Duration deliveredAgainAfter, InstantSource clock,
			Function<String, Optional<ReconciledDay>> days) {
		this.storage = storage;
		this.inTransaction = List.copyOf(inTransaction);
		this.listeners = listeners;
		this.backoff = backoff;
		this.deliveredAgainAfter = deliveredAgainAfter;
		this.clock = clock;
		this.days = days;
	}

	public static DurableReversalEvent of(String id, boolean isRedelivered, DurableReversal reversal) {
		return (reversal.state() == ReversalState.NEEDS_ATTENTION)
				? new DurableReversalEvent.NeedsAttention(id, isRedelivered, reversal)
				: new DurableReversalEvent.Ended(id, isRedelivered, reversal);
	}

	public static DurableReversalEvent of(String id, boolean isRedelivered, DurablePayment payment,
			@Nullable QuickPayResult result) {
		return (payment.state() == DurablePayment.State.NEEDS_ATTENTION)
				? new DurableReversalEvent.PaymentNeedsAttention(id, isRedelivered, payment, result)
				: new DurableReversalEvent.PaymentEnded(id, isRedelivered, payment, result);
	}

	public static DurableReversalEvent of(String id, boolean isRedelivered, OnlinePayment payment) {
		return (payment.state() == OnlinePayment.State.REQUIRES_ACTION)
				? new DurableReversalEvent.OnlinePaymentRequiresAction(id, isRedelivered, payment)
				: new DurableReversalEvent.OnlinePaymentEnded(id, isRedelivered, payment);
	}

	public static DurableReversalEvent of(String id, boolean isRedelivered, DurableRefund refund) {
		return (refund.state() == DurableRefund.State.REQUIRES_ACTION)
				? new DurableReversalEvent.RefundRequiresAction(id, isRedelivered, refund)
				: new DurableReversalEvent.RefundEnded(id, isRedelivered, refund);
	}

	public static void logRequiredAction(DurableReversalEvent event) {
		if (event instanceof DurableReversalEvent.OnlinePaymentRequiresAction stuck) {
			logger.error("Payment '" + stuck.payment().outTradeNo() + "' requires manual action: "
					+ stuck.payment().reason());
		}
		if (event instanceof DurableReversalEvent.RefundRequiresAction stuck) {
			logger.error("Refund '" + stuck.refund().outRefundNo() + "' of payment '" + stuck.refund().outTradeNo()
					+ "' requires manual action: " + stuck.refund().reason());
		}
	}

	/**
	 * Store that a scheduled reversal has a new state, in the transaction that records
	 * it.
	 * @return what is to be delivered when that is committed
	 */
	public DurableReversalEvent store(DurableReversal reversal) {
		return store(of(UUID.randomUUID().toString(), false, reversal));
	}

	/**
	 * Store that a payment has a new state, in the transaction that records it.
	 * @return what is to be delivered when that is committed
	 */
	public DurableReversalEvent store(DurablePayment payment, @Nullable QuickPayResult result) {
		return store(of(UUID.randomUUID().toString(), false, payment, result));
	}

	/**
	 * Store that an online payment has a new state, in the transaction that records it.
	 * @return what is to be delivered when that is committed
	 */
	public DurableReversalEvent store(OnlinePayment payment) {
		return store(of(UUID.randomUUID().toString(), false, payment));
	}

	/**
	 * Store that a refund has a new state, in the transaction that records it.
	 * @return what is to be delivered when that is committed
	 */
	public DurableReversalEvent store(DurableRefund refund) {
		return store(of(UUID.randomUUID().toString(), false, refund));
	}

	/**
	 * Store that a notification requires manual action, in the transaction that records
	 * it.
	 * @return what is to be delivered when that is committed
	 */
	public DurableReversalEvent store(DurableNotification notification) {
		return store(
				new DurableReversalEvent.NotificationNeedsAttention(UUID.randomUUID().toString(), false, notification));
	}

	/**
	 * Store that a statement differs, in the transaction that records it.
	 * @return what is to be delivered when that is committed
	 */
	public DurableReversalEvent store(ReconciledDay day) {
		return store(new DurableReversalEvent.DifferencesFound(UUID.randomUUID().toString(), false, day));
	}

	/**
	 * The row also shows whether the transaction is still the one of the new state when
	 * the listeners return.
	 */
	private DurableReversalEvent store(DurableReversalEvent event) {
		if (this.inTransaction.isEmpty() && this.listeners.isEmpty()) {
			return event;
		}
		this.storage.events().insert(EventRow.of(event));
		callInTransaction(event);
		if (this.storage.events().find(event.id()).isEmpty()) {
			throw Transactions.rolledBack();
		}
		if (this.listeners.isEmpty()) {
			this.storage.events().delete(event.id());
		}
		else {
			this.storage.plans().plan(Plans.EVENT, event.id(), this.clock.instant().plus(this.deliveredAgainAfter));
		}
		return event;
	}

	private void callInTransaction(DurableReversalEvent event) {
		for (DurableReversalTransactionListener listener : this.inTransaction) {
			try {
				listener.on(event);
			}
			catch (RuntimeException ex) {
				throw new TransactionListenerException(ex);
			}
		}
	}

	/**
	 * Deliver what was stored. To be called outside of a transaction of our own, so that
	 * listeners are, too.
	 */
	public void deliver(DurableReversalEvent event) {
		this.underWay.add(event.id());
		try {
			if (this.listeners.deliver(event) && !this.listeners.isEmpty()) {
				this.storage.run("An event is delivered again", () -> acknowledge(event.id()));
			}
		}
		catch (ReversalStoreException ex) {
			logger.warn(ex.getMessage());
		}
		finally {
			this.underWay.remove(event.id());
		}
	}

	private void acknowledge(String id) {
		this.storage.events().delete(id);
		this.storage.plans().remove(Plans.EVENT, id);
	}

	/**
	 * Deliver an event that nobody acknowledged, on a thread of db-scheduler.
	 */
	public void deliverAgain(String id) {
		Optional<EventRow> row = this.storage.events().find(id);
		boolean isUnderWay = this.underWay.contains(id);
		boolean isDone = !isUnderWay && row.flatMap(this::event).map(this.listeners::deliver).orElse(true);
		this.storage.run("An event is delivered again", () -> {
			if (isDone) {
				acknowledge(id);
				return;
			}
			Duration pause = this.backoff.pause(row.map(EventRow::deliveries).orElse(0) + 1, null);
			this.storage.events().countDelivery(id);
			this.storage.plans().planNext(Plans.EVENT, id, this.clock.instant().plus(pause));
		});
	}

	private Optional<DurableReversalEvent> event(EventRow row) {
		return switch (row.kind()) {
			case REVERSAL -> this.storage.reversals().find(row.subject()).map(ReversalRow::reversal).map(row::event);
			case PAYMENT -> this.storage.payments().find(row.subject()).map(PaymentRow::payment).map(row::event);
			case ONLINE_PAYMENT ->
				this.storage.onlinePayments().rows().find(row.subject()).map(OnlinePaymentRow::payment).map(row::event);
			case REFUND -> this.storage.refunds().rows().find(row.subject()).map(RefundRow::refund).map(row::event);
			case RECONCILIATION -> this.days.apply(row.subject()).map(row::event);
			case NOTIFICATION ->
				this.storage.notifications().find(row.subject()).map(NotificationRow::notification).map(row::event);
		};
	}

	/**
	 * Tell that a scheduled reversal waits for a setting. This is not stored: the next
	 * attempt tells it again.
	 */
	public void misconfigured(DurableReversal reversal, String problem) {
		this.listeners.deliver(new DurableReversalEvent.Misconfigured(UUID.randomUUID().toString(), reversal, problem));
	}

}
