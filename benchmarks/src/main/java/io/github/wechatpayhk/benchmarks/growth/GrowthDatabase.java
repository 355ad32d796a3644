package io.github.wechatpayhk.benchmarks.growth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.wechatpayhk.durable.engine.DurableSchema;
import io.github.wechatpayhk.durable.engine.DurableStore;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.FileSystemUtils;

/**
 * A new database, which ends with the measurement: an H2 file, or a PostgreSQL server in
 * a process of its own.
 */
final class GrowthDatabase implements AutoCloseable {

	/**
	 * Of ten scheduled reversals that are stored, nine have ended and one waits for an
	 * hour from now.
	 */
	private static final int ENDED_OF_TEN = 9;

	private final Path directory;

	private final @Nullable EmbeddedPostgres server;

	private final DurableStore store;

	private GrowthDatabase(Path directory, @Nullable EmbeddedPostgres server, DurableStore store) {
		this.directory = directory;
		this.server = server;
		this.store = store;
		DurableSchema.of(store.dataSource()).create();
	}

	static GrowthDatabase create(String kind) throws IOException {
		Path directory = Files.createTempDirectory("growth");
		switch (kind) {
			case "h2" -> {
				return new GrowthDatabase(directory, null, DurableStore.embedded(directory.resolve("reversals")));
			}
			case "postgresql" -> {
				EmbeddedPostgres server = EmbeddedPostgres.start();
				return new GrowthDatabase(directory, server, DurableStore.of(pool(server)));
			}
			default -> throw new IllegalArgumentException("There is no database '" + kind + "'");
		}
	}

	private static HikariDataSource pool(EmbeddedPostgres server) {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(server.getJdbcUrl("postgres", "postgres"));
		config.setMaximumPoolSize(20);
		return new HikariDataSource(config);
	}

	/**
	 * Return what a node opens.
	 */
	DurableStore store() {
		return this.store;
	}

	private JdbcClient client() {
		return JdbcClient.create(this.store.dataSource());
	}

	/**
	 * Store scheduled reversals that the measurement only has to live with.
	 */
	void fill(int number) {
		long now = System.currentTimeMillis();
		String series = (this.server != null) ? "generate_series(1, " + number + ") as s(n)"
				: "(select x as n from system_range(1, " + number + ")) s";
		String isEnded = "mod(n, 10) < " + ENDED_OF_TEN;
		client().sql("insert into wechatpay_hk_reversal (id, signer, order_number_kind, order_number, mchid, state, "
				+ "scheduled_at, changed_at, next_attempt_at, ended_at, attempts, step, waited_millis) "
				+ "select 'stored-0000-0000-0000-' || n, '1900000109', 'OUT_TRADE_NO', 'STORED' || n, '1900000109', "
				+ "case when " + isEnded + " then 'REVERSED' else 'WAITING' end, " + now + ", " + now + ", "
				+ "case when " + isEnded + " then null else " + (now + 3_600_000) + " end, " + "case when " + isEnded
				+ " then " + now + " else null end, 1, 0, 0 from " + series)
			.update();
		client()
			.sql("insert into wechatpay_hk_reversal_attempt (reversal_id, number, result, node, started_at, "
					+ "ended_at, status, request_id) select 'stored-0000-0000-0000-' || n, 1, 'REVERSED', "
					+ "'host-0123456789', " + now + ", " + now
					+ ", 204, '0123456789012345678901234567890123456789' from " + series)
			.update();
		client().sql("insert into wechatpay_hk_scheduled_task (task_name, task_instance, execution_time, picked, "
				+ "version) select 'reversal', 'stored-0000-0000-0000-' || n, current_timestamp + interval '1' hour, "
				+ "false, 1 from " + series + " where not " + isEnded)
			.update();
		if (this.server != null) {
			client().sql("analyze").update();
		}
	}

	/**
	 * Return how many bytes the tables and their indexes take.
	 */
	long size() {
		if (this.server == null) {
			client().sql("checkpoint sync").update();
			try {
				return Files.size(this.directory.resolve("reversals.mv.db"));
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
		return client()
			.sql("select sum(pg_total_relation_size(oid)) from pg_class "
					+ "where relkind = 'r' and relname like 'wechatpay_hk_%'")
			.query(Long.class)
			.single();
	}

	@Override
	public void close() throws IOException {
		if (this.server != null) {
			((HikariDataSource) this.store.dataSource()).close();
			this.server.close();
		}
		this.store.close();
		FileSystemUtils.deleteRecursively(this.directory);
	}

}
