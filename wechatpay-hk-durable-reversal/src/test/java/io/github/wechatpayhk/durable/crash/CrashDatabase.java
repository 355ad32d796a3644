package io.github.wechatpayhk.durable.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

import javax.sql.DataSource;

import io.github.wechatpayhk.durable.engine.DurableSchema;
import io.github.wechatpayhk.durable.engine.DurableStore;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The database of the nodes, as the test sees it.
 */
interface CrashDatabase extends AutoCloseable {

	/**
	 * Return what a node needs to know to open it.
	 */
	String argument(String node);

	/**
	 * Wait until nothing of a dead node is under way any more.
	 */
	void awaitGone(String node);

	/**
	 * Read as it stands now. No node may have an embedded database open.
	 */
	<T> T read(Function<JdbcClient, T> reading);

	@Override
	void close();

	private static void prepare(DataSource dataSource) {
		DurableSchema.of(dataSource).create();
		JdbcClient.create(dataSource)
			.sql("create table shop_cancelled (out_trade_no varchar(32) not null, primary key (out_trade_no))")
			.update();
		// without a key, so that an entry that is made twice is seen
		JdbcClient.create(dataSource).sql("create table shop_reversed (out_trade_no varchar(32) not null)").update();
		JdbcClient.create(dataSource)
			.sql("create table shop_notified (number bigint generated always as identity, subject varchar(100) not null)")
			.update();
	}

	/**
	 * An H2 file, which is looked into through a copy.
	 */
	record H2(Path file, Path copies) implements CrashDatabase {

		static H2 create(Path directory) {
			Path file = directory.resolve("node").resolve("reversals");
			try (DurableStore store = DurableStore.embedded(file)) {
				prepare(store.dataSource());
			}
			return new H2(file, directory);
		}

		@Override
		public String argument(String node) {
			return this.file.toString();
		}

		@Override
		public void awaitGone(String node) {
			// its file is its own
		}

		@Override
		public <T> T read(Function<JdbcClient, T> reading) {
			try {
				Path copy = Files.createTempDirectory(this.copies, "copy").resolve("reversals");
				Files.copy(this.file.resolveSibling("reversals.mv.db"), copy.resolveSibling("reversals.mv.db"));
				try (DurableStore store = DurableStore.embedded(copy)) {
					return reading.apply(JdbcClient.create(store.dataSource()));
				}
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		@Override
		public void close() {
			// the folder is the test's
		}

	}

	/**
	 * A PostgreSQL server.
	 */
	record Postgresql(EmbeddedPostgres server) implements CrashDatabase {

		static Postgresql create() {
			try {
				EmbeddedPostgres server = EmbeddedPostgres.start();
				prepare(server.getPostgresDatabase());
				return new Postgresql(server);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		@Override
		public String argument(String node) {
			return this.server.getJdbcUrl("postgres", "postgres") + "&ApplicationName=" + node;
		}

		@Override
		public void awaitGone(String node) {
			Waiting
				.until("the server notices that " + node + " is gone",
						() -> read((client) -> client
							.sql("select count(*) from pg_stat_activity where application_name = ?")
							.param(node)
							.query(Integer.class)
							.single()) == 0);
		}

		@Override
		public <T> T read(Function<JdbcClient, T> reading) {
			return reading.apply(JdbcClient.create(this.server.getPostgresDatabase()));
		}

		@Override
		public void close() {
			try {
				this.server.close();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
