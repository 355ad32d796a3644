package io.github.wechatpayhk.durable.engine;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;

import javax.sql.DataSource;

import org.springframework.core.InfrastructureProxy;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * The connections that this library opens itself, each with a limit for how long the
 * database may take to respond: where packets are lost and no connection breaks, a thread
 * would wait for ever. Transactions of the caller keep their connection as it is, as
 * Spring finds them by the data source that is wrapped.
 */
final class BoundedConnections extends DelegatingDataSource implements InfrastructureProxy {

	private final DataSource wrapped;

	private final int millis;

	BoundedConnections(DataSource dataSource, Duration longestStatement) {
		super(dataSource);
		this.wrapped = dataSource;
		this.millis = Math.toIntExact(longestStatement.toMillis());
	}

	@Override
	public Object getWrappedObject() {
		return this.wrapped;
	}

	@Override
	public Connection getConnection() throws SQLException {
		Connection connection = super.getConnection();
		try {
			int before = connection.getNetworkTimeout();
			if (before > 0 && before <= this.millis) {
				return connection;
			}
			setTimeout(connection, this.millis);
			return resetting(connection, before);
		}
		catch (SQLFeatureNotSupportedException ex) {
			return connection;
		}
		catch (SQLException ex) {
			connection.close();
			throw ex;
		}
	}

	private static void setTimeout(Connection connection, int millis) throws SQLException {
		connection.setNetworkTimeout(Runnable::run, millis);
	}

	/**
	 * Not every pool resets a connection that is returned to it.
	 */
	private static Connection resetting(Connection connection, int before) {
		return (Connection) Proxy.newProxyInstance(BoundedConnections.class.getClassLoader(),
				new Class<?>[] { Connection.class }, (proxy, method, arguments) -> {
					try {
						if (method.getName().equals("close") && !connection.isClosed()) {
							setTimeout(connection, before);
						}
						return method.invoke(connection, arguments);
					}
					catch (InvocationTargetException ex) {
						throw ex.getTargetException();
					}
				});
	}

}
