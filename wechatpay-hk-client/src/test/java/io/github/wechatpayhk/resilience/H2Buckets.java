package io.github.wechatpayhk.resilience;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

import io.github.bucket4j.BucketExceptions;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.distributed.proxy.ClientSideConfig;
import io.github.bucket4j.distributed.proxy.generic.select_for_update.AbstractSelectForUpdateBasedProxyManager;
import io.github.bucket4j.distributed.proxy.generic.select_for_update.LockAndGetResult;
import io.github.bucket4j.distributed.proxy.generic.select_for_update.SelectForUpdateBasedTransaction;
import io.github.bucket4j.distributed.remote.RemoteBucketState;

/**
 * Bucket4j's back-end for databases with {@code SELECT ... FOR UPDATE}, in the dialect of
 * H2: the ready-made ones are for PostgreSQL, MySQL and others.
 */
final class H2Buckets extends AbstractSelectForUpdateBasedProxyManager<String> {

	private final String url;

	H2Buckets(String url, TimeMeter clock) {
		super(ClientSideConfig.getDefault().withClientClock(clock));
		this.url = url;
	}

	static void createTable(Connection connection) throws SQLException {
		try (PreparedStatement statement = connection
			.prepareStatement("CREATE TABLE rate_limit (id VARCHAR(100) PRIMARY KEY, state VARBINARY(1000))")) {
			statement.execute();
		}
	}

	@Override
	protected SelectForUpdateBasedTransaction allocateTransaction(String key, Optional<Long> timeout) {
		try {
			return new Transaction(DriverManager.getConnection(this.url), key);
		}
		catch (SQLException ex) {
			throw new BucketExceptions.BucketExecutionException(ex);
		}
	}

	@Override
	public void removeProxy(String key) {
		throw new UnsupportedOperationException();
	}

	private static final class Transaction implements SelectForUpdateBasedTransaction {

		private final Connection connection;

		private final String key;

		Transaction(Connection connection, String key) {
			this.connection = connection;
			this.key = key;
		}

		@Override
		public void begin(Optional<Long> timeout) {
			run(() -> this.connection.setAutoCommit(false));
		}

		@Override
		public void rollback() {
			run(this.connection::rollback);
		}

		@Override
		public void commit(Optional<Long> timeout) {
			run(this.connection::commit);
		}

		@Override
		public LockAndGetResult tryLockAndGet(Optional<Long> timeout) {
			try (PreparedStatement statement = this.connection
				.prepareStatement("SELECT state FROM rate_limit WHERE id = ? FOR UPDATE")) {
				statement.setString(1, this.key);
				ResultSet result = statement.executeQuery();
				return result.next() ? LockAndGetResult.locked(result.getBytes(1)) : LockAndGetResult.notLocked();
			}
			catch (SQLException ex) {
				throw new BucketExceptions.BucketExecutionException(ex);
			}
		}

		@Override
		public boolean tryInsertEmptyData(Optional<Long> timeout) {
			run(() -> {
				try (PreparedStatement statement = this.connection
					.prepareStatement("MERGE INTO rate_limit (id) VALUES (?)")) {
					statement.setString(1, this.key);
					statement.executeUpdate();
				}
			});
			return true;
		}

		@Override
		public void update(byte[] data, RemoteBucketState state, Optional<Long> timeout) {
			run(() -> {
				try (PreparedStatement statement = this.connection
					.prepareStatement("UPDATE rate_limit SET state = ? WHERE id = ?")) {
					statement.setBytes(1, data);
					statement.setString(2, this.key);
					statement.executeUpdate();
				}
			});
		}

		@Override
		public void release() {
			run(this.connection::close);
		}

		private static void run(Statement statement) {
			try {
				statement.run();
			}
			catch (SQLException ex) {
				throw new BucketExceptions.BucketExecutionException(ex);
			}
		}

	}

	@FunctionalInterface
	private interface Statement {

		void run() throws SQLException;

	}

}
