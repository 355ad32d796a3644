package io.github.wechatpayhk.durable;

import java.util.Objects;
import java.util.function.Supplier;

import javax.sql.DataSource;

import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Runs work in the caller's transaction where there is one on the same database, and else
 * in one of its own.
 */
final class Transactions {

	/**
	 * How often a transaction of our own begins in vain: MySQL and MariaDB end one of
	 * several that insert the same order as a deadlock.
	 */
	private static final int MOST_CONFLICTS = 10;

	private final DataSource dataSource;

	private final TransactionTemplate own;

	Transactions(DataSource dataSource) {
		this.dataSource = dataSource;
		this.own = new TransactionTemplate(new JdbcTransactionManager(dataSource));
	}

	<T> T call(Supplier<T> work) {
		if (!TransactionSynchronizationManager.isActualTransactionActive()) {
			return callInOwn(work);
		}
		if (TransactionSynchronizationManager.hasResource(this.dataSource)) {
			return work.get();
		}
		throw new ReversalConflictException("The calling thread is in a transaction on another database than the one "
				+ "that keeps reversals: the two could not be committed together. Keep reversals in that database, "
				+ "or call outside of the transaction");
	}

	private <T> T callInOwn(Supplier<T> work) {
		int conflicts = 0;
		while (true) {
			try {
				return Objects.requireNonNull(this.own.execute((status) -> work.get()));
			}
			catch (PessimisticLockingFailureException ex) {
				conflicts++;
				if (conflicts == MOST_CONFLICTS) {
					throw ex;
				}
			}
		}
	}

	static void afterCommit(Runnable work) {
		if (!TransactionSynchronizationManager.isSynchronizationActive()) {
			work.run();
			return;
		}
		TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

			@Override
			public void afterCommit() {
				work.run();
			}

		});
	}

}
