package io.github.wechatpayhk.durable.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

import io.github.wechatpayhk.durable.DurableNotification;
import io.github.wechatpayhk.durable.DurableReversalEvent;
import io.github.wechatpayhk.durable.store.Backoff;
import io.github.wechatpayhk.durable.store.Events;
import io.github.wechatpayhk.durable.store.NotificationRow;
import io.github.wechatpayhk.durable.store.OpenNotifications;
import io.github.wechatpayhk.durable.store.Plans;
import io.github.wechatpayhk.durable.store.Storage;
import io.github.wechatpayhk.durable.store.TransactionListenerException;
import io.github.wechatpayhk.durable.store.Transactions;
import io.github.wechatpayhk.notification.Notification;
import io.github.wechatpayhk.notification.NotificationHandler.NotificationResult;
import io.github.wechatpayhk.notification.NotificationListeners;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.transaction.PlatformTransactionManager;

/**
 * One delivery of a notification to the listeners, on a thread of db-scheduler.
 */
final class NotificationRun {

	private static final Log logger = LogFactory.getLog(NotificationRun.class);

	/**
	 * How long a notification waits for an earlier one of its order before it looks
	 * again. The earlier one schedules it when it ends, unless it arrived in that very
	 * moment.
	 */
	private static final Duration BEHIND_ANOTHER = Duration.ofMinutes(1);

	private static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);

	private static final String MISMATCH = "The payment is not the expected one and was not delivered as paid";

	private static final String UNHEARD = "No listener receives notifications of this kind";

	private final Storage storage;

	private final Supplier<NotificationListeners> listeners;

	private final Supplier<? extends @Nullable PlatformTransactionManager> transactionManager;

	private final Backoff backoff;

	private final Duration attentionAfter;

	private final InstantSource clock;

	private final Events events;

	NotificationRun(Storage storage, Supplier<NotificationListeners> listeners,
			Supplier<? extends @Nullable PlatformTransactionManager> transactionManager, Backoff backoff,
			Duration attentionAfter, InstantSource clock, Events events) {
		this.storage = storage;
		this.listeners = listeners;
		this.transactionManager = transactionManager;
		this.backoff = backoff;
		this.attentionAfter = attentionAfter;
		this.clock = clock;
		this.events = events;
	}

	/**
	 * Run.
	 * @param id the notification
	 */
	void run(String id) {
		Optional<NotificationRow> found = this.storage.notifications().find(id);
		if (found.isEmpty()) {
			this.storage.run("The plan of a notification stays",
					() -> this.storage.plans().remove(Plans.NOTIFICATION, id));
			return;
		}
		NotificationRow row = found.get();
		try {
			this.storage
				.callIn("Notification " + NotificationRow.describe(row.notification()) + " is not processed",
						this.transactionManager.get(), () -> process(row))
				.ifPresent(this::escalated);
		}
		catch (RuntimeException | Error ex) {
			goOn(row, ex);
		}
	}

	/**
	 * Deliver a notification, and record it in the same transaction.
	 * @return the event if it requires manual action now
	 */
	private Optional<DurableReversalEvent> process(NotificationRow found) {
		OpenNotifications open = this.storage.notifications().lockOpen(found);
		Optional<NotificationRow> waiting = open.find(found.id()).filter(NotificationRow::isWaiting);
		if (waiting.isEmpty()) {
			this.storage.plans().remove(Plans.NOTIFICATION, found.id());
			return Optional.empty();
		}
		NotificationRow row = waiting.get();
		Optional<NotificationRow> before = open.before(row);
		if (before.isPresent()) {
			plan(row, row.step(), row.waited(), "It waits for " + NotificationRow.describe(before.get().notification())
					+ " of the same order, which is " + before.get().notification().state(), BEHIND_ANOTHER);
			return Optional.empty();
		}
		String runId = UUID.randomUUID().toString();
		this.storage.notifications().begin(row.id(), runId);
		NotificationResult result = deliver(row);
		if (!this.storage.notifications().end(row.id(), runId)) {
			throw Transactions.rolledBack();
		}
		if (result == NotificationResult.MISMATCH) {
			return Optional.of(escalate(row, MISMATCH));
		}
		boolean isHeard = result != NotificationResult.UNHEARD;
		Instant now = this.clock.instant();
		this.storage.notifications()
			.move(row.id(), isHeard ? DurableNotification.State.PROCESSED : DurableNotification.State.UNHEARD,
					isHeard ? null : UNHEARD, now);
		this.storage.plans().remove(Plans.NOTIFICATION, row.id());
		this.storage.planAfter(row, open, now);
		if (!isHeard) {
			Transactions.afterCommit(() -> logger.warn("Notification " + NotificationRow.describe(row.notification())
					+ " is not delivered: no listener of this node receives notifications of its kind. It is kept, and"
					+ " can be retried when one does"));
		}
		return Optional.empty();
	}

	private NotificationResult deliver(NotificationRow row) {
		try {
			return this.listeners.get().deliver(Notification.of(Objects.requireNonNull(row.event())));
		}
		catch (RuntimeException ex) {
			throw new TransactionListenerException(ex);
		}
	}

	/**
	 * Record that a notification requires manual action, in the transaction of the
	 * caller.
	 */
	private DurableReversalEvent escalate(NotificationRow row, String reason) {
		this.storage.notifications()
			.move(row.id(), DurableNotification.State.NEEDS_ATTENTION, reason, this.clock.instant());
		this.storage.plans().remove(Plans.NOTIFICATION, row.id());
		DurableNotification moved = this.storage.notifications()
			.find(row.id())
			.map(NotificationRow::notification)
			.orElse(row.notification());
		return this.events.store(moved);
	}

	private void goOn(NotificationRow failed, Throwable failure) {
		// what follows writes to a file, which must not be done while interrupted
		String problem = Thread.interrupted() ? "The node stopped while a listener was called"
				: String.valueOf(failure.getMessage());
		recorded(failed, problem).ifPresentOrElse(this::escalated,
				() -> logger.warn("Notification " + NotificationRow.describe(failed.notification())
						+ " is not processed; it is " + "delivered again after a pause, unless an operator settles it",
						failure));
	}

	private Optional<DurableReversalEvent> recorded(NotificationRow failed, String problem) {
		try {
			return next(failed, problem, this.attentionAfter);
		}
		catch (TransactionListenerException ex) {
			logger.error("Notification " + NotificationRow.describe(failed.notification())
					+ " cannot be recorded as one that requires manual action, and is delivered again", ex);
			return next(failed, problem, FOREVER);
		}
	}

	private Optional<DurableReversalEvent> next(NotificationRow failed, String problem, Duration attentionAfter) {
		return this.storage.call("The next delivery of a notification is not noted",
				() -> planNext(failed, problem, attentionAfter));
	}

	/**
	 * Plan the next delivery, or give the notification up. The row is locked from here
	 * on: an operator may have decided while the listeners were called, and what was read
	 * before must not undo that.
	 * @return the event if it requires manual action now
	 */
	private Optional<DurableReversalEvent> planNext(NotificationRow failed, String problem, Duration attentionAfter) {
		Optional<NotificationRow> waiting = this.storage.notifications()
			.lock(failed.id())
			.filter(NotificationRow::isWaiting);
		if (waiting.isEmpty()) {
			this.storage.plans().remove(Plans.NOTIFICATION, failed.id());
			return Optional.empty();
		}
		NotificationRow row = waiting.get();
		if (!row.notification().changedAt().equals(failed.notification().changedAt())) {
			plan(row, row.step(), row.waited(), row.notification().reason(), Duration.ZERO);
			return Optional.empty();
		}
		Duration pause = this.backoff.pause(row.step() + 1, null);
		Duration waited = row.waited().plus(pause);
		if (waited.compareTo(attentionAfter) > 0) {
			return Optional.of(escalate(row, problem));
		}
		plan(row, row.step() + 1, waited, problem, pause);
		return Optional.empty();
	}

	private void plan(NotificationRow row, int step, Duration waited, @Nullable String reason, Duration pause) {
		Instant now = this.clock.instant();
		this.storage.notifications().plan(row.id(), step, waited, reason, now);
		this.storage.plans().planNext(Plans.NOTIFICATION, row.id(), now.plus(pause));
	}

	private void escalated(DurableReversalEvent event) {
		if (event instanceof DurableReversalEvent.NotificationNeedsAttention stuck) {
			logger.error("Notification " + NotificationRow.describe(stuck.notification()) + " requires manual action: "
					+ stuck.notification().reason());
		}
		this.events.deliver(event);
	}

}
