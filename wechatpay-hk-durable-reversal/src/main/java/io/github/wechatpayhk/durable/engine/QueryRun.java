package io.github.wechatpayhk.durable.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

import io.github.wechatpayhk.durable.DurableReversalEvent;
import io.github.wechatpayhk.durable.OnlinePaymentAttempt;
import io.github.wechatpayhk.durable.store.Backoff;
import io.github.wechatpayhk.durable.store.Events;
import io.github.wechatpayhk.durable.store.Progress;
import io.github.wechatpayhk.durable.store.QueriedRow;
import io.github.wechatpayhk.durable.store.Standing;
import io.github.wechatpayhk.durable.store.Storage;
import io.github.wechatpayhk.durable.store.TransactionListenerException;
import io.github.wechatpayhk.error.WechatPayHkException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.Mono;

/**
 * One query of an online payment or of a refund, on a thread of db-scheduler, with what
 * its rules send besides.
 *
 * @param <R> a row
 */
final class QueryRun<R extends QueriedRow> {

	private static final Log logger = LogFactory.getLog(QueryRun.class);

	private static final Duration LONGEST_CALL = Duration.ofMinutes(2);

	private final Storage storage;

	private final QueryRules<R> rules;

	private final Backoff backoff;

	private final InstantSource clock;

	private final String node;

	private final Events events;

	QueryRun(Storage storage, QueryRules<R> rules, Backoff backoff, InstantSource clock, String node, Events events) {
		this.storage = storage;
		this.rules = rules;
		this.backoff = backoff;
		this.clock = clock;
		this.node = node;
		this.events = events;
	}

	/**
	 * Run.
	 * @param id what is queried
	 */
	void run(String id) {
		if (this.storage.settings().isPaused()) {
			this.storage.run("A query stays planned as it was",
					() -> this.storage.plans().planWhilePaused(this.rules.task(), id));
			return;
		}
		this.storage.call("Nothing was sent for " + this.rules.task().getTaskName() + ' ' + id, () -> begin(id))
			.ifPresent(this::attempt);
	}

	/**
	 * Begin an attempt, unless there is nothing to learn any more, or another node has
	 * taken it over. What is recorded in a terminal state has a plan only if something
	 * contradicts that.
	 */
	private Optional<Begun<R>> begin(String id) {
		Optional<R> locked = this.rules.store()
			.lock(id)
			.filter((row) -> row.standing() == Standing.OPEN || row.isCheckable());
		if (locked.isEmpty()) {
			this.storage.plans().remove(this.rules.task(), id);
			return Optional.empty();
		}
		if (!this.storage.plans().isHeld(this.rules.task(), id)) {
			return Optional.empty();
		}
		Instant now = this.clock.instant();
		return Optional.of(new Begun<>(locked.get(), this.rules.attempts().begin(id, this.node, now), now));
	}

	private void attempt(Begun<R> begun) {
		QueryVerdict verdict = verdict(begun);
		try {
			this.storage
				.call("What a query of " + begun.row().label() + " showed is not noted, and it is queried again",
						() -> record(begun, verdict))
				.ifPresent(this::recorded);
		}
		catch (TransactionListenerException ex) {
			logger.error(begun.row().label() + " cannot become " + verdict.standing() + ", and it is queried again",
					ex);
			this.storage.run("The next query of " + begun.row().label() + " is not noted",
					() -> record(begun, QueryVerdict.lost("A listener failed: " + ex.getCause())));
		}
	}

	private QueryVerdict verdict(Begun<R> begun) {
		try {
			QueryVerdict verdict = this.rules.call(begun.row(), begun.startedAt())
				.onErrorResume(WechatPayHkException.class,
						(ex) -> Mono.just(QueryVerdict.failed(ex, OnlinePaymentAttempt.Result.REJECTED)))
				.onErrorResume((ex) -> Mono.just(QueryVerdict.lost("The service failed: " + ex)))
				.block(LONGEST_CALL);
			return (verdict != null) ? verdict : QueryVerdict.lost("There was no response");
		}
		catch (RuntimeException ex) {
			// what follows writes to a file, which must not be done while interrupted
			return QueryVerdict.lost(Thread.interrupted() ? "The node stopped while the call was under way"
					: "The call did not end: " + ex.getMessage());
		}
	}

	/**
	 * Record what an attempt led to.
	 * @return the event, if there is a new state
	 */
	private Optional<DurableReversalEvent> record(Begun<R> begun, QueryVerdict verdict) {
		String id = begun.row().id();
		Optional<R> locked = this.rules.store().lock(id);
		Instant now = this.clock.instant();
		this.rules.attempts().end(id, begun.number(), verdict.attemptEnd(), now);
		if (locked.isEmpty()) {
			this.storage.plans().remove(this.rules.task(), id);
			return Optional.empty();
		}
		R row = locked.get();
		if (row.standing() != begun.row().standing()) {
			return settle(begun.row(), row, verdict, now);
		}
		if (row.standing().isTerminal()) {
			return check(row, verdict, now);
		}
		if (verdict.standing() != Standing.OPEN && !this.rules.isOutdated(begun.row(), row, verdict)) {
			return Optional.of(move(row, verdict.standing(), verdict, now));
		}
		return goOn(row, verdict, now);
	}

	/**
	 * Somebody moved it on meanwhile, or ordered a retry at this very moment. A proven
	 * end counts nevertheless, as that of a notification does.
	 */
	private Optional<DurableReversalEvent> settle(R begun, R row, QueryVerdict verdict, Instant now) {
		if (verdict.standing().isTerminal() && row.canStillEnd() && !this.rules.isOutdated(begun, row, verdict)) {
			return Optional.of(move(row, verdict.standing(), verdict, now));
		}
		boolean isContradicted = verdict.contradicts(row.standing());
		if (isContradicted) {
			logger
				.error("A query disagrees with " + row.label() + ", which is " + row.state() + ". " + verdict.reason());
		}
		if (isContradicted && !row.isCheckable()) {
			return Optional.of(contradict(row, verdict, now));
		}
		if (isContradicted || row.standing() == Standing.OPEN) {
			this.storage.plans().planNext(this.rules.task(), row.id(), now);
			this.storage.plans().plan(this.rules.task(), row.id(), now);
		}
		else {
			this.storage.plans().remove(this.rules.task(), row.id());
		}
		return Optional.empty();
	}

	private DurableReversalEvent contradict(R row, QueryVerdict verdict, Instant now) {
		return move(row, Standing.REQUIRES_ACTION,
				verdict.after("It had been recorded as " + row.state() + ": " + this.rules.advice()), now);
	}

	/**
	 * Judge what is recorded in a terminal state, and contradicted by something verified.
	 */
	private Optional<DurableReversalEvent> check(R row, QueryVerdict verdict, Instant now) {
		if (verdict.contradicts(row.standing())) {
			return Optional.of(contradict(row, verdict, now));
		}
		if (verdict.standing() == row.standing()) {
			this.storage.plans().remove(this.rules.task(), row.id());
			return Optional.empty();
		}
		Duration pause = this.backoff.pause(row.progress().step() + 1, verdict.retryAfter());
		Progress next = row.progress().afterFailure(pause);
		if (verdict.isMissing() || this.backoff.isOver(next.waited())) {
			return Optional.of(move(row, Standing.REQUIRES_ACTION, verdict
				.after("It had been recorded as " + row.state() + ", which is contradicted, and no query confirms it"),
					now));
		}
		this.rules.store().plan(row.id(), next, verdict.reason(), now);
		this.storage.plans().planNext(this.rules.task(), row.id(), now.plus(pause));
		return Optional.empty();
	}

	private DurableReversalEvent move(R row, Standing to, QueryVerdict verdict, Instant now) {
		this.storage.plans().remove(this.rules.task(), row.id());
		return this.rules.moved(row, this.rules.store().move(row, to, verdict.number(), verdict.reason(), now));
	}

	private Optional<DurableReversalEvent> goOn(R row, QueryVerdict verdict, Instant now) {
		if (!this.storage.plans().isHeld(this.rules.task(), row.id())) {
			return Optional.empty();
		}
		QueryRules.NextQuery next = this.rules.next(row, verdict, now);
		if (this.backoff.isOver(next.progress().waited())) {
			return Optional.of(move(row, Standing.REQUIRES_ACTION, verdict, now));
		}
		this.rules.store().plan(row.id(), next.progress(), verdict.reason(), now);
		this.storage.plans().planNext(this.rules.task(), row.id(), next.time());
		return Optional.empty();
	}

	private void recorded(DurableReversalEvent event) {
		Events.logRequiredAction(event);
		this.events.deliver(event);
	}

	/**
	 * An attempt that is noted in the audit trail, and whose calls are to be made.
	 *
	 * @param row how it stood then
	 * @param number the place of the attempt in the trail
	 * @param startedAt when it began
	 */
	private record Begun<R>(R row, int number, Instant startedAt) {
	}

}
