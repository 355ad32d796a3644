package io.github.wechatpayhk.durable;

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

	},

	POSTGRESQL {

		@Override
		DurableStore open(Path directory) {
			String name = "test_" + UUID.randomUUID().toString().replace("-", "");
			execute(Server.POSTGRES.getPostgresDatabase(), "create database " + name);
			DataSource dataSource = Server.POSTGRES.getDatabase("postgres", name);
			DurableSchema.of(dataSource).create();
			return DurableStore.of(dataSource);
		}

	},

	MARIADB {

		@Override
		DurableStore open(Path directory) {
			try {
				String name = "test_" + UUID.randomUUID().toString().replace("-", "");
				execute(Mariadb.SERVER.dataSource(""), "create database " + name);
				DataSource dataSource = Mariadb.SERVER.dataSource(name);
				DurableSchema.of(dataSource).create();
				return DurableStore.of(dataSource);
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

	/**
	 * In the continuous build, the tests are to fail without it.
	 */
	private static boolean isAvailable(TestDatabase database) {
		if (database != MARIADB || MariadbServer.isInstalled()) {
			return true;
		}
		System.err.println("!!!!!!!! SKIPPED: durable reversals on MariaDB, as there is no MariaDB"
				+ " (apt-get install mariadb-server)");
		return "true".equals(System.getenv("CI"));
	}

	/**
	 * Open a database of its own for one test.
	 */
	abstract DurableStore open(Path directory);

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
