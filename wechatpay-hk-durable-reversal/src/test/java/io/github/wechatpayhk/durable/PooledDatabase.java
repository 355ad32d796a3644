package io.github.wechatpayhk.durable;

import java.nio.file.Path;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

/**
 * Connections as an application has them that switches auto-commit off in its pool: what
 * nobody commits is rolled back when a connection returns.
 */
final class PooledDatabase {

	private PooledDatabase() {
	}

	static HikariDataSource open(TestDatabase database, Path directory) {
		DataSource connections = database.open(directory).dataSource();
		DurableSchema schema = DurableSchema.of(connections);
		if (!schema.exists()) {
			schema.create();
		}
		HikariConfig config = new HikariConfig();
		config.setDataSource(connections);
		config.setAutoCommit(false);
		config.setMaximumPoolSize(6);
		config.setConnectionTimeout(DurableWorld.LONG_ENOUGH.toMillis());
		return new HikariDataSource(config);
	}

}
