package io.github.wechatpayhk.durable.engine;

import java.sql.Connection;
import java.sql.SQLException;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.h2.jdbcx.JdbcConnectionPool;
import org.h2.jdbcx.JdbcDataSource;

/**
 * The end of an embedded database.
 */
final class Embedded {

	private static final Log logger = LogFactory.getLog(Embedded.class);

	static final String USER = "sa";

	private Embedded() {
	}

	/**
	 * Shut the database down by a connection of its own: those of the pool must be closed
	 * before, as they would fail on a database that is closed.
	 */
	static void shutDown(JdbcConnectionPool pool, String url) {
		pool.dispose();
		JdbcDataSource database = new JdbcDataSource();
		database.setURL(url);
		try (Connection connection = database.getConnection(USER, "")) {
			connection.createStatement().execute("SHUTDOWN");
		}
		catch (SQLException ex) {
			logger.warn("The embedded store was not closed properly. Nothing is lost, the next start repairs it", ex);
		}
	}

}
