package io.github.wechatpayhk.durable.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/**
 * The databases that the tests run against, each a real one.
 */
enum TestDatabase {

	H2 {

		@Override
		DurableStore open(Path directory) {
			return DurableStore.embedded(directory.resolve("reversals"));
		}

		@Override
		DataSource connections(Path directory) {
			return open(directory).dataSource();
		}

	},

	POSTGRESQL {

		@Override
		DataSource connections(Path directory) {
			String name = newName();
			execute(Server.POSTGRES.getPostgresDatabase(), "create database " + name);
			return Server.POSTGRES.getDatabase("postgres", name);
		}

	},

	MARIADB {

		@Override
		DataSource connections(Path directory) {
			try {
				String name = newName();
				execute(Mariadb.SERVER.dataSource(""), "create database " + name);
				return Mariadb.SERVER.dataSource(name);
			}
			catch (SQLException ex) {
				throw new IllegalStateException(ex);
			}
		}

	};

	/**
	 * All of them that are installed, or those that the system property
	 * {@code durable.databases} names.
	 */
	static List<TestDatabase> chosen() {
		String names = System.getProperty("durable.databases");
		if (names != null) {
			return Arrays.stream(names.split(",")).map(TestDatabase::valueOf).toList();
		}
		return Arrays.stream(values()).filter(TestDatabase::isAvailable).toList();
	}

	private static boolean isAvailable(TestDatabase database) {
		return database != MARIADB || MariadbServer.isInstalled();
	}

	private static String newName() {
		return "test_" + UUID.randomUUID().toString().replace("-", "");
	}

	/**
	 * Return connections to a new database, which no test uses but one.
	 */
	abstract DataSource connections(Path directory);

	/**
	 * Open a store in a new database. {@link DurableWorld} closes its connections.
	 */
	DurableStore open(Path directory) {
		HikariConfig config = new HikariConfig();
		config.setMaximumPoolSize(20);
		config.setMinimumIdle(1);
		return DurableStore.of(pool(directory, config));
	}

	/**
	 * Open a pool of connections to a new database, which has the tables.
	 */
	HikariDataSource pool(Path directory, HikariConfig config) {
		config.setDataSource(connections(directory));
		HikariDataSource pool = new HikariDataSource(config);
		DurableSchema schema = DurableSchema.of(config.getDataSource());
		if (!schema.exists()) {
			schema.create();
		}
		return pool;
	}

	static void execute(DataSource dataSource, String sql) {
		try (Connection connection = dataSource.getConnection(); Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static final class Mariadb {

		private static final MariadbServer SERVER = MariadbServer.start();

	}

	private static final class Server {

		private static final EmbeddedPostgres POSTGRES = start();

		private static EmbeddedPostgres start() {
			try {
				return EmbeddedPostgres.start();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
