package io.github.wechatpayhk.durable.store;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.github.wechatpayhk.durable.ReversalConflictException;
import org.jspecify.annotations.Nullable;

import org.springframework.core.retry.RetryException;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Runs work in the caller's transaction where there is one on the same database, and else
 * in one of its own.
 *
 * @since 0.1.0
 */
public final class Transactions {

	/**
	 * The class of SQL states in which the database rolls a transaction back that should
	 * be begun again: a deadlock or, where transactions are serializable, a conflict.
	 */
	private static final String ROLLBACK = "40";

	/**
	 * MariaDB rolls a transaction back in this way whose snapshot is older than a row
	 * that it locks, without an SQL state of its own.
	 */
	private static final int CHANGED_SINCE_READ = 1020;

	private static final String GENERAL_ERROR = "HY000";

	/**
	 * MySQL and MariaDB end one of several transactions that insert the same order as a
	 * deadlock, and databases that serialize transactions end many more.
	 */
	private static final RetryPolicy CONFLICTS = RetryPolicy.builder()
		.maxRetries(10)
		.delay(Duration.ofMillis(10))
		.jitter(Duration.ofMillis(10))
		.multiplier(2)
		.maxDelay(Duration.ofMillis(500))
		.predicate(Transactions::isConflict)
		.build();

	private final RetryTemplate retries = new RetryTemplate(CONFLICTS);

	private final DataSource dataSource;

	private final TransactionTemplate own;

	public Transactions(DataSource dataSource) {
		this.dataSource = dataSource;
		this.own = new TransactionTemplate(new JdbcTransactionManager(dataSource));
		this.own.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
	}

	public <T> T call(Supplier<T> work) {
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
	 * Run work in a transaction of the application's manager if that is one on the same
	 * database, so that what the work calls takes part in it by JPA as well; else in one
	 * of its own.
	 */
	public <T> T callIn(@Nullable PlatformTransactionManager manager, Supplier<T> work) {
		if (manager == null) {
			return callInOwn(work);
		}
		Optional<T> result = callIn(new TransactionTemplate(manager),
				() -> isOnThisDatabase() ? Optional.of(work.get()) : Optional.empty());
		return result.orElseGet(() -> callInOwn(work));
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
		return callIn(this.own, work);
	}

	private <T> T callIn(TransactionTemplate transaction, Supplier<T> work) {
		try {
			return Objects.requireNonNull(this.retries.execute(() -> transaction.execute((status) -> work.get())));
		}
		catch (RetryException ex) {
			if (ex.getCause() instanceof Error error) {
				throw error;
			}
			throw (ex.getCause() instanceof RuntimeException failure) ? failure
					: new ConcurrencyFailureException("The transaction was interrupted", ex.getCause());
		}
	}

	/**
	 * Return what to throw when the database has rolled the transaction back, and a
	 * listener went on as if nothing had happened: H2, MySQL and MariaDB do so at a
	 * deadlock, and begin another transaction with the next statement.
	 * @return the failure, upon which the work is begun anew
	 */
	public static PessimisticLockingFailureException rolledBack() {
		return new PessimisticLockingFailureException("The database rolled the transaction back while a listener was "
				+ "called, which did not pass the failure on. Nothing is changed, and the listener is called again: "
				+ "let a listener throw what its statements throw");
	}

	/**
	 * Return whether the database ended a transaction because of another one.
	 * db-scheduler does not translate what JDBC says, and after such an end PostgreSQL
	 * says only that the transaction is aborted, with the conflict as the cause.
	 */
	private static boolean isConflict(Throwable failure) {
		return Stream.<Throwable>iterate(failure, Objects::nonNull, Throwable::getCause)
			.anyMatch((cause) -> cause instanceof PessimisticLockingFailureException
					|| (cause instanceof SQLException sql && isConflict(sql)));
	}

	private static boolean isConflict(SQLException failure) {
		return String.valueOf(failure.getSQLState()).startsWith(ROLLBACK)
				|| (failure.getErrorCode() == CHANGED_SINCE_READ && GENERAL_ERROR.equals(failure.getSQLState()));
	}

	/**
	 * Do something when the transaction of the thread is committed, at once if there is
	 * none. It runs when the transaction has completed, so that it finds the thread as
	 * any other code does that begins a transaction of its own.
	 */
	public static void afterCommit(Runnable work) {
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
