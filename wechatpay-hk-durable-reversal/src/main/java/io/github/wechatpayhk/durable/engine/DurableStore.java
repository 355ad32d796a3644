package io.github.wechatpayhk.durable.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DatabaseMetaData;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

import javax.sql.DataSource;

import io.github.wechatpayhk.durable.ReversalStoreException;
import org.h2.jdbcx.JdbcConnectionPool;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.jdbc.support.DatabaseMetaDataCallback;
import org.springframework.jdbc.support.JdbcUtils;
import org.springframework.jdbc.support.MetaDataAccessException;

/**
 * Where scheduled reversals are kept.
 *
 * @since 0.1.0
 */
public final class DurableStore implements AutoCloseable {

	private static final int CONNECTIONS = 20;

	private static final int CONNECTION_SECONDS = 10;

	/**
	 * Whatever may follow or precede the address itself in the URL of a database.
	 */
	private static final Pattern PARAMETERS = Pattern.compile("[?;].*|(?<=//)[^/@]*@");

	private final DataSource dataSource;

	private final @Nullable Path file;

	private final Runnable closing;

	private final AtomicBoolean isUnused = new AtomicBoolean(true);

	private DurableStore(DataSource dataSource, @Nullable Path file, Runnable closing) {
		this.dataSource = dataSource;
		this.file = file;
		this.closing = closing;
	}

	/**
	 * Return a database of the application: PostgreSQL, MySQL, MariaDB or H2.
	 * @param dataSource its connections; it stays open when the store is closed
	 * @return the store
	 */
	public static DurableStore of(DataSource dataSource) {
		DataSource target = dataSource;
		if (dataSource instanceof TransactionAwareDataSourceProxy proxy && proxy.getTargetDataSource() != null) {
			target = proxy.getTargetDataSource();
		}
		return new DurableStore(target, null, () -> {
		});
	}

	/**
	 * Tell whether a database is held in memory alone, where no scheduled reversal
	 * outlives the process.
	 * @param dataSource connections to it
	 * @return whether it forgets everything when the process ends
	 * @throws ReversalStoreException if it cannot be reached
	 */
	public static boolean isInMemory(DataSource dataSource) {
		String url = metaData(dataSource, DatabaseMetaData::getURL);
		return url.startsWith("jdbc:h2:mem:") || url.startsWith("jdbc:hsqldb:mem:")
				|| url.startsWith("jdbc:derby:memory:");
	}

	/**
	 * Open an embedded H2 database in a file, for one process at a time. What is
	 * committed is on the disk, also when the process is killed. The tables are created
	 * by themselves.
	 * @param file the file, without the suffix {@code .mv.db}; it is created if it is
	 * missing
	 * @return the store
	 * @throws ReversalStoreException if it cannot be opened, as another process has it
	 * open for example
	 */
	public static DurableStore embedded(Path file) {
		Path path = file.toAbsolutePath();
		try {
			Path directory = path.getParent();
			if (directory != null) {
				Files.createDirectories(directory);
			}
		}
		catch (IOException ex) {
			throw new ReversalStoreException("The directory of the embedded store '" + path + "' cannot be created",
					ex);
		}
		// without WRITE_DELAY=0, the last commits before a crash would be lost;
		// compaction while H2 closes can fail, and what is free is used again anyway
		String url = "jdbc:h2:file:" + path
				+ ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=10000;MAX_COMPACT_TIME=0";
		JdbcConnectionPool pool = JdbcConnectionPool.create(url, Embedded.USER, "");
		pool.setMaxConnections(CONNECTIONS);
		pool.setLoginTimeout(CONNECTION_SECONDS);
		return new DurableStore(pool, path, () -> Embedded.shutDown(pool, url));
	}

	/**
	 * Return the connections to the database.
	 * @return the data source
	 */
	public DataSource dataSource() {
		return this.dataSource;
	}

	/**
	 * Return whether the database belongs to this store alone.
	 * @return whether it is embedded
	 */
	public boolean isEmbedded() {
		return this.file != null;
	}

	/**
	 * Describe where the store is, for a log: the kind and the address of the database,
	 * without parameters, which may hold a password.
	 * @return the description
	 * @throws ReversalStoreException if the database cannot be reached
	 */
	public String describe() {
		if (this.file != null) {
			return "embedded file " + this.file + ".mv.db";
		}
		return metaData(this.dataSource, (metaData) -> metaData.getDatabaseProductName() + " at "
				+ PARAMETERS.matcher(metaData.getURL()).replaceAll(""));
	}

	private static <T> T metaData(DataSource dataSource, DatabaseMetaDataCallback<T> reading) {
		try {
			return JdbcUtils.extractDatabaseMetaData(dataSource, reading);
		}
		catch (MetaDataAccessException ex) {
			throw new ReversalStoreException("The database that stores reversals cannot be reached: " + ex.getMessage(),
					ex);
		}
	}

	/**
	 * Tell, once, that whatever the database says is under way belongs to a process that
	 * is gone, as a file has one process at a time.
	 */
	boolean isLeftByTheDead() {
		return this.isUnused.getAndSet(false) && isEmbedded();
	}

	/**
	 * Close an embedded database.
	 */
	@Override
	public void close() {
		this.closing.run();
	}

}
