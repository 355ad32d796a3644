package io.github.wechatpayhk.durable;

import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

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
		EventLoop.refuse();
		return this.run.reconcile(day);
	}

	@Override
	public List<ReconciledDay> list(int offset, int limit) {
		StoredReversals.requirePage(offset, limit);
		return this.storage.read(() -> this.storage.reconciliations().list(offset, limit));
	}

	@Override
	public Optional<ReconciledDay> find(String id) {
		return this.storage.read(() -> this.storage.reconciliations().find(id));
	}

	@Override
	public List<ReconciledDifference> differences(String id) {
		return this.storage.read(() -> this.storage.reconciliations().differences(id));
	}

	@Override
	public ReconciledDay settle(String id, String reason) {
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
		return this.storage.read(() -> new ReconciliationSummary(this.storage.reconciliations().openDifferences(),
				this.storage.settings().reconciledUntil().orElse(null)));
	}

}
