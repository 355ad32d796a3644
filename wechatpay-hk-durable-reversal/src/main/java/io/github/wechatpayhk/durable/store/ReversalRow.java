package io.github.wechatpayhk.durable.store;

import java.time.Duration;
import java.time.Instant;

import io.github.wechatpayhk.durable.DurableReversal;

/**
 * A scheduled reversal with what only this library needs to know.
 *
 * @param reversal the scheduled reversal
 * @param step how many pauses were planned since it was scheduled last or an operator
 * ordered a retry
 * @param waited the sum of these pauses. It is counted in plans, not read from a clock,
 * so that no jump of a clock makes it longer
 * @param schedulings how often it was scheduled: what was learned before the last time
 * says nothing of the order as it was then
 * @since 0.1.0
 */
public record ReversalRow(DurableReversal reversal, int step, Duration waited, int schedulings) {

	/**
	 * Return this row with one pause more.
	 */
	public ReversalRow withPause(Duration pause) {
		return new ReversalRow(this.reversal, this.step + 1, this.waited.plus(pause), this.schedulings);
	}

	/**
	 * Return whether it was scheduled again since another row was read, or an operator
	 * ordered a retry: its time has begun anew.
	 */
	public boolean isBegunAnewAfter(ReversalRow before) {
		return this.schedulings != before.schedulings || this.step != before.step || !this.waited.equals(before.waited);
	}

	/**
	 * Return how long the present pause was meant to be.
	 */
	public Duration plannedPause() {
		Instant next = this.reversal.nextAttemptAt();
		if (next == null || !next.isAfter(this.reversal.changedAt())) {
			return Duration.ZERO;
		}
		return Duration.between(this.reversal.changedAt(), next);
	}

}
