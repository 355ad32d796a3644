package io.github.wechatpayhk.durable;

import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

import reactor.core.scheduler.Schedulers;

/**
 * Reconciliations in a database.
 */
final class StoredReconciliations implements Reconciliations {

	private final Storage storage;

	private final ReconciliationRun run;

	private final InstantSource clock;

	StoredReconciliations(Storage storage, ReconciliationRun run, InstantSource clock) {
		this.storage = storage;
		this.run = run;
		this.clock = clock;
	}

	@Override
	public List<ReconciledDay> reconcile(LocalDate day) {
		refuseOnEventLoop();
		return this.run.reconcile(day);
	}

	@Override
	public List<ReconciledDay> list(int offset, int limit) {
		refuseOnEventLoop();
		StoredReversals.requirePage(offset, limit);
		return this.storage.read(() -> this.storage.reconciliations().list(offset, limit));
	}

	@Override
	public Optional<ReconciledDay> find(String id) {
		refuseOnEventLoop();
		return this.storage.read(() -> this.storage.reconciliations().find(id));
	}

	@Override
	public List<ReconciledDifference> differences(String id) {
		refuseOnEventLoop();
		return this.storage.read(() -> this.storage.reconciliations().differences(id));
	}

	@Override
	public ReconciledDay settle(String id, String reason) {
		refuseOnEventLoop();
		StoredReversals.requireReason(reason);
		return this.storage.call(StoredReversals.NOT_CHANGED, () -> {
			if (!this.storage.reconciliations().settle(id, reason, this.clock.instant())) {
				throw new ReversalConflictException("There is no reconciliation '" + id
						+ "' with open differences. Nothing is changed. List the reconciliations again");
			}
			return this.storage.reconciliations().find(id).orElseThrow();
		});
	}

	@Override
	public ReconciliationSummary summary() {
		refuseOnEventLoop();
		return this.storage.read(() -> new ReconciliationSummary(this.storage.reconciliations().openDifferences(),
				this.storage.settings().reconciledUntil().orElse(null)));
	}

	private static void refuseOnEventLoop() {
		if (Schedulers.isInNonBlockingThread()) {
			throw new IllegalStateException("Thread '" + Thread.currentThread().getName()
					+ "' must not block, and reconciliations do. Nothing is done. Call in another thread, such as one "
					+ "of Schedulers.boundedElastic()");
		}
	}

}
