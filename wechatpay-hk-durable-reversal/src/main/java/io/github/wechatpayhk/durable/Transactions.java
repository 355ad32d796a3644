package io.github.wechatpayhk.durable;

import java.sql.SQLException;
import java.util.Objects;
import java.util.function.Supplier;

import javax.sql.DataSource;

import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
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
		this.own.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
	}

	<T> T call(Supplier<T> work) {
		if (!TransactionSynchronizationManager.isActualTransactionActive() || TransactionCompletion.isCompleted()) {
			return callInOwn(work);
		}
		if (!isOnThisDatabase()) {
			throw new ReversalConflictException("The calling thread is in a transaction on another database than the "
					+ "one that stores reversals, and the two cannot be committed together. Nothing is stored. "
					+ "Store reversals in the database of the transaction (with Spring Boot: set "
					+ "'wechatpay.hk.durable-reversal.store' to 'application', or define a DurableStore bean), "
					+ "or call outside of the transaction");
		}
		if (TransactionSynchronizationManager.isCurrentTransactionReadOnly()) {
			throw new ReversalConflictException("The calling thread is in a read-only transaction. Nothing is "
					+ "stored. Call in a transaction that may write, or outside of the transaction");
		}
		return work.get();
	}

	/**
	 * Return whether the transaction of the thread is one of this database. A connection
	 * that was only used during a transaction on another one commits each statement.
	 */
	private boolean isOnThisDatabase() {
		Object resource = TransactionSynchronizationManager.getResource(this.dataSource);
		if (!(resource instanceof ConnectionHolder holder)) {
			return false;
		}
		try {
			return !holder.getConnection().getAutoCommit();
		}
		catch (SQLException ex) {
			throw new DataAccessResourceFailureException("The connection of the transaction fails", ex);
		}
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

	/**
	 * Do something when the transaction of the thread is committed, at once if there is
	 * none. It runs when the transaction has completed, so that it finds the thread as
	 * any other code does that begins a transaction of its own.
	 */
	static void afterCommit(Runnable work) {
		if (!TransactionSynchronizationManager.isSynchronizationActive()) {
			work.run();
			return;
		}
		TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

			@Override
			public void afterCompletion(int status) {
				if (status == STATUS_COMMITTED) {
					work.run();
				}
			}

		});
	}

}
