package io.github.wechatpayhk.durable;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * What is to be done now and then: drop what ended long ago, find what has no plan, and
 * mend plans that a clock that was set back has moved too far away.
 */
final class Housekeeping {

	private static final Log logger = LogFactory.getLog(Housekeeping.class);

	private static final int BATCH = 500;

	/**
	 * How far the clocks of several nodes may differ.
	 */
	private static final Duration TOLERANCE = Duration.ofSeconds(60);

	private final Storage storage;

	private final Duration retention;

	private final InstantSource clock;

	Housekeeping(Storage storage, Duration retention, InstantSource clock) {
		this.storage = storage;
		this.retention = retention;
		this.clock = clock;
	}

	void run() {
		planForgotten();
		mendPlans();
		dropOld();
	}

	private void dropOld() {
		Instant time = this.clock.instant().minus(this.retention);
		int dropped = BATCH;
		while (dropped == BATCH) {
			dropped = this.storage.call("What ended long ago stays stored",
					() -> this.storage.reversals().deleteEndedBefore(time, BATCH));
		}
		dropped = BATCH;
		while (dropped == BATCH) {
			dropped = this.storage.call("What ended long ago stays stored",
					() -> this.storage.payments().deleteEndedBefore(time, BATCH));
		}
	}

	private void planForgotten() {
		this.storage.run("What has no plan stays without", () -> {
			List<String> reversals = this.storage.reversals().listForgotten(Plans.REVERSAL.getTaskName(), BATCH);
			List<String> payments = this.storage.payments().listForgotten(Plans.PAYMENT.getTaskName(), BATCH);
			Instant now = this.clock.instant();
			reversals.forEach((id) -> this.storage.plans().plan(Plans.REVERSAL, id, now));
			payments.forEach((id) -> this.storage.plans().plan(Plans.PAYMENT, id, now));
			if (!reversals.isEmpty() || !payments.isEmpty()) {
				logger.warn(reversals.size() + " reversals and " + payments.size()
						+ " payments had lost their plan, and got a new one");
			}
		});
	}

	/**
	 * Begin each pause anew that a promise began later than it is now: it is at most one
	 * pause late then.
	 */
	void mendPlans() {
		this.storage.run("Plans are not mended", () -> {
			Instant now = this.clock.instant();
			for (ReversalRow row : this.storage.reversals().listWrittenAfter(now.plus(TOLERANCE), BATCH)) {
				Instant next = now.plus(row.plannedPause());
				this.storage.reversals().plan(row, row.reversal().reason(), now, next);
				this.storage.plans().plan(Plans.REVERSAL, row.reversal().id(), next);
			}
		});
	}

}
