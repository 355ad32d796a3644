package io.github.wechatpayhk.durable;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to keep a promise, on a thread of db-scheduler.
 */
final class ReversalRun {

	private static final Log logger = LogFactory.getLog(ReversalRun.class);

	private static final Duration LONGEST_CALL = Duration.ofMinutes(5);

	private final Storage storage;

	private final ReversalCall call;

	private final Backoff backoff;

	private final ClockWatch clockWatch;

	private final InstantSource clock;

	private final String node;

	private final DurableReversalListener listener;

	ReversalRun(Storage storage, ReversalCall call, Backoff backoff, ClockWatch clockWatch, InstantSource clock,
			String node, DurableReversalListener listener) {
		this.storage = storage;
		this.call = call;
		this.backoff = backoff;
		this.clockWatch = clockWatch;
		this.clock = clock;
		this.node = node;
		this.listener = listener;
	}

	/**
	 * Run.
	 * @param id the promise
	 * @return what is to be done with the plan
	 */
	CompletionHandler<Void> run(String id) {
		Optional<ReversalRow> found = this.storage.reversals().find(id);
		if (found.isEmpty() || found.get().reversal().state() != ReversalState.WAITING) {
			return Plans.done();
		}
		ReversalRow row = found.get();
		Instant now = this.clock.instant();
		if (this.storage.settings().isPaused()) {
			return Plans.whilePaused(now);
		}
		Duration missing = missing(row);
		if (!missing.isZero()) {
			logger.warn("The clock was set forward: the reversal of " + row.reversal().order() + " waits "
					+ missing.toSeconds() + " s more");
			return plan(row, row.reversal().reason(), missing);
		}
		return attempt(row);
	}

	/**
	 * Return how much of the planned pause has not passed in truth.
	 */
	private Duration missing(ReversalRow row) {
		Duration jumped = this.clockWatch.setForwardSince(row.reversal().changedAt());
		Duration planned = row.plannedPause();
		return (jumped.compareTo(planned) < 0) ? jumped : planned;
	}

	private CompletionHandler<Void> attempt(ReversalRow row) {
		String id = row.reversal().id();
		int number = this.storage.call("Nothing was sent for " + row.reversal().order(), () -> begin(id));
		if (number == 0) {
			return Plans.done();
		}
		ReversalVerdict verdict = verdict(row);
		Instant now = this.clock.instant();
		this.clockWatch.look();
		if (verdict.state() == ReversalState.WAITING) {
			return goOn(row, number, verdict, now);
		}
		return end(row, number, verdict, verdict.state(), now);
	}

	private int begin(String id) {
		boolean isWaiting = this.storage.reversals()
			.lock(id)
			.filter((row) -> row.reversal().state() == ReversalState.WAITING)
			.isPresent();
		if (!isWaiting) {
			return 0;
		}
		this.storage.reversals().countAttempt(id);
		return this.storage.attempts().begin(id, this.node, this.clock.instant());
	}

	private ReversalVerdict verdict(ReversalRow row) {
		try {
			ReversalVerdict verdict = this.call.make(row.reversal(), this.backoff.certain(row.step(), row.waited()))
				.block(LONGEST_CALL);
			return (verdict != null) ? verdict : ReversalVerdict.lost("There was no answer");
		}
		catch (RuntimeException ex) {
			// what follows writes to a file, which must not be done while interrupted
			boolean isStopped = Thread.interrupted();
			return ReversalVerdict.lost(isStopped ? "The node stopped while the call was under way"
					: "The call did not end: " + ex.getMessage());
		}
	}

	private CompletionHandler<Void> goOn(ReversalRow row, int number, ReversalVerdict verdict, Instant now) {
		DurableReversal reversal = row.reversal();
		if (verdict.isMisconfigured()) {
			logger.error("The reversal of " + reversal.order() + " waits until this is mended: " + verdict.reason());
			this.listener.on(new DurableReversalEvent.Misconfigured(reversal, verdict.reason()));
		}
		int step = row.step() + 1;
		Duration pause = this.backoff.pause(step, verdict.retryAfter());
		Duration waited = row.waited().plus(pause);
		if (this.backoff.isOver(waited)) {
			return end(row, number, verdict, ReversalState.NEEDS_ATTENTION, now);
		}
		ReversalRow next = new ReversalRow(reversal, step, waited);
		this.storage.run(notNoted(reversal), () -> {
			this.storage.reversals().plan(next, verdict.reason(), now, now.plus(pause));
			this.storage.attempts().end(reversal.id(), number, verdict, now);
		});
		return Plans.again(now.plus(pause));
	}

	private CompletionHandler<Void> end(ReversalRow row, int number, ReversalVerdict verdict, ReversalState state,
			Instant now) {
		DurableReversal reversal = row.reversal();
		boolean isMoved = this.storage.call(notNoted(reversal), () -> {
			boolean isFirst = this.storage.reversals()
				.move(reversal.id(), ReversalState.WAITING, state, verdict.reason(), now);
			this.storage.attempts().end(reversal.id(), number, verdict, now);
			return isFirst;
		});
		if (isMoved) {
			this.storage.reversals().find(reversal.id()).map(ReversalRow::reversal).ifPresent(this::tell);
		}
		return Plans.done();
	}

	private void tell(DurableReversal reversal) {
		switch (reversal.state()) {
			case NEEDS_ATTENTION -> {
				logger.error("The reversal of " + reversal.order() + " needs attention: " + reversal.reason());
				this.listener.on(new DurableReversalEvent.NeedsAttention(reversal));
			}
			case REFUSED -> {
				logger.error("The reversal of " + reversal.order() + " is refused: " + reversal.reason());
				this.listener.on(new DurableReversalEvent.Ended(reversal));
			}
			default -> this.listener.on(new DurableReversalEvent.Ended(reversal));
		}
	}

	private static String notNoted(DurableReversal reversal) {
		return "The end of an attempt to reverse " + reversal.order() + " is not noted, and there will be another one";
	}

	private CompletionHandler<Void> plan(ReversalRow row, @Nullable String reason, Duration pause) {
		Instant now = this.clock.instant();
		this.storage.run("The reversal of " + row.reversal().order() + " stays planned as it was",
				() -> this.storage.reversals().plan(row, reason, now, now.plus(pause)));
		return Plans.again(now.plus(pause));
	}

}
