package io.github.wechatpayhk.durable;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.h2.jdbcx.JdbcConnectionPool;

/**
 * The end of an embedded database.
 */
final class Embedded {

	private static final Log logger = LogFactory.getLog(Embedded.class);

	private Embedded() {
	}

	static void shutDown(JdbcConnectionPool pool) {
		try (Connection connection = pool.getConnection(); Statement statement = connection.createStatement()) {
			statement.execute("SHUTDOWN");
		}
		catch (SQLException ex) {
			logger.warn("The embedded store was not closed properly. Nothing is lost, the next start repairs it", ex);
		}
		pool.dispose();
	}

}
