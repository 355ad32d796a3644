package io.github.wechatpayhk.durable.engine;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

import io.github.wechatpayhk.durable.DurableReversalEvent;
import io.github.wechatpayhk.durable.OnlinePaymentAttempt;
import io.github.wechatpayhk.durable.ReversalConflictException;
import io.github.wechatpayhk.durable.store.Arguments;
import io.github.wechatpayhk.durable.store.Events;
import io.github.wechatpayhk.durable.store.QueriedRow;
import io.github.wechatpayhk.durable.store.Standing;
import io.github.wechatpayhk.durable.store.Storage;
import io.github.wechatpayhk.durable.store.Transactions;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * What moves an online payment or a refund on besides its queries: verified
 * notifications, and operators.
 *
 * @param <R> a row
 */
final class QueryDecisions<R extends QueriedRow> {

	private static final Log logger = LogFactory.getLog(QueryDecisions.class);

	private final Storage storage;

	private final QueryRules<R> rules;

	private final InstantSource clock;

	private final String node;

	private final Events events;

	QueryDecisions(Storage storage, QueryRules<R> rules, InstantSource clock, String node, Events events) {
		this.storage = storage;
		this.rules = rules;
		this.clock = clock;
		this.node = node;
		this.events = events;
	}

	/**
	 * Take note of a verified notification.
	 * @param signer whose it is
	 * @param number the merchant's number
	 * @param notificationId names the notification
	 * @param judge judges what the notification shows
	 */
	void notified(String signer, String number, String notificationId, Function<R, QueryVerdict> judge) {
		this.storage
			.call("Notification " + notificationId + " is not noted",
					() -> this.rules.store()
						.find(signer, number)
						.flatMap((found) -> this.rules.store().lock(found.id()))
						.flatMap((row) -> note(row, notificationId, judge.apply(row))))
			.ifPresent(this::deliver);
	}

	private Optional<DurableReversalEvent> note(R row, String notificationId, QueryVerdict verdict) {
		Instant now = this.clock.instant();
		this.rules.attempts()
			.note(row.id(), OnlinePaymentAttempt.Result.NOTIFIED, this.node,
					"Notification " + notificationId + ": " + verdict.reason(), now);
		boolean isTrusted = verdict.standing() != Standing.OPEN
				&& !verdict.is(OnlinePaymentAttempt.Result.OTHER_AMOUNT);
		if (isTrusted && row.standing() == verdict.standing()) {
			return Optional.empty();
		}
		if (isTrusted && row.canStillEnd()) {
			return Optional.of(move(row, verdict.standing(), verdict, now));
		}
		logger.error("Notification " + notificationId + " disagrees with " + row.label() + ", which is " + row.state()
				+ ". " + verdict.reason());
		if (row.standing() == Standing.SETTLED && verdict.isMoneyMoved()) {
			return Optional.of(move(row, Standing.REQUIRES_ACTION,
					verdict.after("It had been settled otherwise: check whether money moved twice"), now));
		}
		if (row.standing() == Standing.OPEN || row.isCheckable()) {
			this.storage.plans().plan(this.rules.task(), row.id(), now);
		}
		return Optional.empty();
	}

	private DurableReversalEvent move(R row, Standing to, QueryVerdict verdict, Instant now) {
		this.storage.plans().drop(this.rules.task(), row.id());
		return this.rules.moved(row, this.rules.store().move(row, to, verdict.number(), verdict.reason(), now));
	}

	/**
	 * Deliver an event once it is committed. To be called outside of a transaction of our
	 * own, so that listeners are, too.
	 */
	private void deliver(DurableReversalEvent event) {
		Transactions.afterCommit(() -> {
			Events.logRequiredAction(event);
			this.events.deliver(event);
		});
	}

	R retry(String id, String reason) {
		Arguments.requireReason(reason);
		return this.storage.call(Storage.NOT_CHANGED, () -> {
			R row = lock(id);
			if (row.hasEndedBefore() && !row.standing().isTerminal()) {
				throw new ReversalConflictException(row.label() + " had ended before, and nothing is sent for it or "
						+ "queried any more. Nothing is changed: settle it");
			}
			R retried = decide(row, Standing.OPEN, OnlinePaymentAttempt.Result.RETRY_ORDERED, reason);
			this.storage.plans().plan(this.rules.task(), id, this.clock.instant());
			return retried;
		});
	}

	R settle(String id, String reason) {
		Arguments.requireReason(reason);
		Settled<R> settled = this.storage.call(Storage.NOT_CHANGED, () -> {
			R row = lock(id);
			R moved = decide(row, Standing.SETTLED, OnlinePaymentAttempt.Result.SETTLED, reason);
			this.storage.plans().drop(this.rules.task(), id);
			return new Settled<>(moved, this.rules.moved(row, moved));
		});
		deliver(settled.event());
		return settled.row();
	}

	private R decide(R row, Standing to, OnlinePaymentAttempt.Result result, String reason) {
		if (row.standing().isTerminal()) {
			throw new ReversalConflictException(
					row.label() + " has ended, it is " + row.state() + ". Nothing is changed");
		}
		Instant now = this.clock.instant();
		this.rules.attempts().note(row.id(), result, this.node, reason, now);
		return this.rules.store().move(row, to, null, reason, now);
	}

	R lock(String id) {
		return this.rules.store()
			.lock(id)
			.orElseThrow(() -> new ReversalConflictException(
					"There is no " + this.rules.task().getTaskName().replace('-', ' ') + " '" + id + "'"));
	}

	/**
	 * What an operator ended.
	 *
	 * @param row how it stands
	 * @param event what is to be delivered
	 */
	private record Settled<R>(R row, DurableReversalEvent event) {
	}

}
