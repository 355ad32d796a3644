package io.github.wechatpayhk.durable.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

import io.github.wechatpayhk.durable.DurableReversal;
import io.github.wechatpayhk.durable.DurableReversalEvent;
import io.github.wechatpayhk.durable.ReversalState;
import io.github.wechatpayhk.durable.store.Backoff;
import io.github.wechatpayhk.durable.store.Events;
import io.github.wechatpayhk.durable.store.OrderKey;
import io.github.wechatpayhk.durable.store.Plans;
import io.github.wechatpayhk.durable.store.ReversalRow;
import io.github.wechatpayhk.durable.store.Storage;
import io.github.wechatpayhk.durable.store.TransactionListenerException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to keep a scheduled reversal, on a thread of db-scheduler.
 */
final class ReversalRun {

	private static final Log logger = LogFactory.getLog(ReversalRun.class);

	private static final String STAYS_PLANNED = "The reversal stays planned as it was";

	private static final Duration LONGEST_CALL = Duration.ofMinutes(5);

	private final Storage storage;

	private final ReversalCall call;

	private final Backoff backoff;

	private final ClockWatch clockWatch;

	private final InstantSource clock;

	private final String node;

	private final Events events;

	ReversalRun(Storage storage, ReversalCall call, Backoff backoff, ClockWatch clockWatch, InstantSource clock,
			String node, Events events) {
		this.storage = storage;
		this.call = call;
		this.backoff = backoff;
		this.clockWatch = clockWatch;
		this.clock = clock;
		this.node = node;
		this.events = events;
	}

	/**
	 * Run.
	 * @param id the scheduled reversal
	 */
	void run(String id) {
		Optional<ReversalRow> found = this.storage.reversals().find(id);
		if (found.isPresent() && this.storage.settings().isPaused()) {
			this.storage.run(STAYS_PLANNED, () -> this.storage.plans().planWhilePaused(Plans.REVERSAL, id));
			return;
		}
		Duration missing = found.map(this::missing).orElse(Duration.ZERO);
		if (missing.isZero()) {
			this.storage.call("Nothing was sent for a reversal", () -> begin(id)).ifPresent(this::attempt);
			return;
		}
		found.ifPresent((row) -> waitFor(missing, row));
	}

	/**
	 * Return how much of the planned pause has not passed in truth.
	 */
	private Duration missing(ReversalRow row) {
		Duration jumped = this.clockWatch.setForwardSince(row.reversal().changedAt());
		Duration planned = row.plannedPause();
		return (jumped.compareTo(planned) < 0) ? jumped : planned;
	}

	private void waitFor(Duration missing, ReversalRow row) {
		DurableReversal reversal = row.reversal();
		logger.warn("The clock was set forward: the reversal of " + OrderKey.describe(reversal) + " waits "
				+ missing.toSeconds() + " s more");
		Instant now = this.clock.instant();
		this.storage.run(STAYS_PLANNED, () -> plan(row, row, reversal.reason(), now, now.plus(missing)));
	}

	/**
	 * Begin an attempt, unless the scheduled reversal does not wait for one any more, or
	 * another node has taken it over.
	 */
	private Optional<Begun> begin(String id) {
		Optional<ReversalRow> waiting = this.storage.reversals()
			.lock(id)
			.filter((row) -> row.reversal().state() == ReversalState.WAITING);
		if (waiting.isEmpty()) {
			this.storage.plans().remove(Plans.REVERSAL, id);
			return Optional.empty();
		}
		if (!this.storage.plans().isHeld(Plans.REVERSAL, id)) {
			return Optional.empty();
		}
		this.storage.reversals().countAttempt(id);
		int number = this.storage.attempts().begin(id, this.node, this.clock.instant());
		return Optional.of(new Begun(waiting.get(), number));
	}

	private void attempt(Begun begun) {
		ReversalVerdict verdict = verdict(begun.row());
		Instant now = this.clock.instant();
		this.clockWatch.look();
		boolean isLast = verdict.state() != ReversalState.WAITING && end(begun, verdict, verdict.state(), now);
		if (!isLast) {
			goOn(begun, verdict, now);
		}
	}

	private ReversalVerdict verdict(ReversalRow row) {
		try {
			ReversalVerdict verdict = this.call.make(row.reversal(), this.backoff.certain(row.step(), row.waited()))
				.block(LONGEST_CALL);
			return (verdict != null) ? verdict : ReversalVerdict.lost("There was no response");
		}
		catch (RuntimeException ex) {
			// what follows writes to a file, which must not be done while interrupted
			boolean isStopped = Thread.interrupted();
			return ReversalVerdict.lost(isStopped ? "The node stopped while the call was under way"
					: "The call did not end: " + ex.getMessage());
		}
	}

	private void goOn(Begun begun, ReversalVerdict verdict, Instant now) {
		ReversalRow row = begun.row();
		DurableReversal reversal = row.reversal();
		Duration pause = this.backoff.pause(row.step() + 1, verdict.retryAfter());
		ReversalRow next = row.withPause(pause);
		if (this.backoff.isOver(next.waited()) && end(begun, verdict, ReversalState.NEEDS_ATTENTION, now)) {
			return;
		}
		this.storage.run(notNoted(reversal), () -> {
			plan(row, next, verdict.reason(), now, now.plus(pause));
			this.storage.attempts().end(reversal.id(), begun.number(), verdict.attemptEnd(), now);
		});
		if (verdict.isMisconfigured()) {
			logger.error("The reversal of " + OrderKey.describe(reversal) + " waits until this is fixed: "
					+ verdict.reason());
			this.events.misconfigured(reversal, verdict.reason());
		}
	}

	/**
	 * Plan the next attempt, unless somebody has ended the scheduled reversal meanwhile,
	 * or another node has taken it over: that one plans what follows. If its time has
	 * begun anew meanwhile, it goes on as was planned then.
	 */
	private void plan(ReversalRow before, ReversalRow row, @Nullable String reason, Instant now, Instant next) {
		String id = row.reversal().id();
		Optional<DurableReversal> anew = begunAnew(before);
		if (!this.storage.plans().isHeld(Plans.REVERSAL, id)) {
			return;
		}
		if (anew.isPresent()) {
			Instant planned = anew.get().nextAttemptAt();
			this.storage.plans().planNext(Plans.REVERSAL, id, (planned != null) ? planned : now);
		}
		else if (this.storage.reversals().plan(row, reason, now, next)) {
			this.storage.plans().planNext(Plans.REVERSAL, id, next);
		}
		else {
			this.storage.plans().remove(Plans.REVERSAL, id);
		}
	}

	/**
	 * Lock a scheduled reversal, and return it if it waits and its time has begun anew.
	 */
	private Optional<DurableReversal> begunAnew(ReversalRow before) {
		return this.storage.reversals()
			.lock(before.reversal().id())
			.filter((now) -> now.isBegunAnewAfter(before))
			.map(ReversalRow::reversal)
			.filter((now) -> now.state() == ReversalState.WAITING);
	}

	/**
	 * Record what an attempt led to. That there is nothing to reverse, or that it takes
	 * too long, holds only if its time has not begun anew since the attempt began.
	 * @return whether no other attempt is to follow
	 */
	private boolean end(Begun begun, ReversalVerdict verdict, ReversalState state, Instant now) {
		DurableReversal reversal = begun.row().reversal();
		try {
			Recorded recorded = this.storage.call(notNoted(reversal),
					() -> (isOfItsTime(state) && begunAnew(begun.row()).isPresent()) ? Recorded.NOTHING
							: record(begun, verdict, state, now));
			if (recorded.event() != null) {
				log(recorded.event());
				this.events.deliver(recorded.event());
			}
			return recorded.isLast();
		}
		catch (TransactionListenerException ex) {
			logger.error("The reversal of " + OrderKey.describe(reversal) + " cannot become " + state
					+ ", and there will be " + "another attempt", ex);
			return false;
		}
	}

	private static boolean isOfItsTime(ReversalState state) {
		return state == ReversalState.NOTHING_TO_REVERSE || state == ReversalState.NEEDS_ATTENTION;
	}

	private Recorded record(Begun begun, ReversalVerdict verdict, ReversalState state, Instant now) {
		String id = begun.row().reversal().id();
		boolean isMoved = this.storage.reversals().move(id, ReversalState.WAITING, state, verdict.reason(), now);
		this.storage.attempts().end(id, begun.number(), verdict.attemptEnd(), now);
		this.storage.plans().remove(Plans.REVERSAL, id);
		Optional<DurableReversal> moved = isMoved ? this.storage.reversals().find(id).map(ReversalRow::reversal)
				: Optional.empty();
		return new Recorded(true, moved.map(this.events::store).orElse(null));
	}

	private static void log(DurableReversalEvent event) {
		if (event instanceof DurableReversalEvent.NeedsAttention stuck) {
			logger.error("The reversal of " + OrderKey.describe(stuck.reversal()) + " needs attention: "
					+ stuck.reversal().reason());
		}
		else if (event instanceof DurableReversalEvent.Ended ended
				&& ended.reversal().state() == ReversalState.REFUSED) {
			logger.error("The reversal of " + OrderKey.describe(ended.reversal()) + " is refused: "
					+ ended.reversal().reason());
		}
	}

	private static String notNoted(DurableReversal reversal) {
		return "The end of an attempt to reverse " + OrderKey.describe(reversal)
				+ " is not noted, and there will be another one";
	}

	/**
	 * An attempt that is noted in the audit trail, and whose call is to be made.
	 *
	 * @param row the scheduled reversal, as it stood then
	 * @param number the place of the attempt in the trail
	 */
	private record Begun(ReversalRow row, int number) {
	}

	/**
	 * What was recorded of an attempt.
	 *
	 * @param isLast whether no other attempt is to follow
	 * @param event what is to be delivered, or {@code null} if somebody else had moved
	 * the scheduled reversal on before
	 */
	private record Recorded(boolean isLast, @Nullable DurableReversalEvent event) {

		static final Recorded NOTHING = new Recorded(false, null);

	}

}
