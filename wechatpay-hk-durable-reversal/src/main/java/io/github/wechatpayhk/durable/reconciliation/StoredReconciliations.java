package io.github.wechatpayhk.durable.reconciliation;

import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

import io.github.wechatpayhk.durable.ReconciledDay;
import io.github.wechatpayhk.durable.ReconciledDifference;
import io.github.wechatpayhk.durable.ReconciliationSummary;
import io.github.wechatpayhk.durable.Reconciliations;
import io.github.wechatpayhk.durable.ReversalConflictException;
import io.github.wechatpayhk.durable.store.Arguments;
import io.github.wechatpayhk.durable.store.EventLoop;
import io.github.wechatpayhk.durable.store.Storage;

/**
 * Reconciliations in a database.
 *
 * @since 0.1.0
 */
public final class StoredReconciliations implements Reconciliations {

	private final Storage storage;

	private final ReconciliationStore reconciliations;

	private final ReconciliationRun run;

	private final InstantSource clock;

	public StoredReconciliations(Storage storage, ReconciliationStore reconciliations, ReconciliationRun run,
			InstantSource clock) {
		this.storage = storage;
		this.reconciliations = reconciliations;
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
		Arguments.requirePage(offset, limit);
		return this.storage.read(() -> this.reconciliations.list(offset, limit));
	}

	@Override
	public Optional<ReconciledDay> find(String id) {
		return this.storage.read(() -> this.reconciliations.find(id));
	}

	@Override
	public List<ReconciledDifference> differences(String id) {
		return this.storage.read(() -> this.reconciliations.differences(id));
	}

	@Override
	public ReconciledDay settle(String id, String reason) {
		Arguments.requireReason(reason);
		return this.storage.call(Storage.NOT_CHANGED, () -> {
			if (!this.reconciliations.settle(id, reason, this.clock.instant())) {
				throw new ReversalConflictException("There is no reconciliation '" + id
						+ "' with open differences. Nothing is changed. List the reconciliations again");
			}
			return this.reconciliations.find(id).orElseThrow();
		});
	}

	@Override
	public ReconciliationSummary summary() {
		return this.storage.read(() -> new ReconciliationSummary(this.reconciliations.openDifferences(),
				this.storage.settings().reconciledUntil().orElse(null)));
	}

}
