package io.github.wechatpayhk.autoconfigure.durable;

import javax.sql.DataSource;

import io.github.wechatpayhk.durable.engine.DurableSchema;
import liquibase.exception.LiquibaseException;
import liquibase.integration.spring.SpringLiquibase;
import org.flywaydb.core.Flyway;

import org.springframework.core.io.ResourceLoader;

/**
 * Creates the tables of durable reversals with the tool that the application uses, but
 * with a history of its own: the versions of the application's own tables stay its own.
 */
final class DurableSchemaMigration {

	private DurableSchemaMigration() {
	}

	/**
	 * Flyway. What is in the database already is none of its business.
	 */
	static final class WithFlyway {

		private WithFlyway() {
		}

		static void run(DataSource dataSource) {
			Flyway.configure()
				.dataSource(dataSource)
				.locations("classpath:" + DurableSchema.of(dataSource).location())
				.table("wechatpay_hk_flyway_history")
				.baselineOnMigrate(true)
				.baselineVersion("0")
				.load()
				.migrate();
		}

	}

	/**
	 * Liquibase.
	 */
	static final class WithLiquibase {

		private WithLiquibase() {
		}

		static void run(DataSource dataSource, ResourceLoader resourceLoader) {
			SpringLiquibase liquibase = new SpringLiquibase();
			liquibase.setDataSource(dataSource);
			liquibase.setResourceLoader(resourceLoader);
			liquibase.setChangeLog("classpath:" + DurableSchema.of(dataSource).script());
			liquibase.setDatabaseChangeLogTable("wechatpay_hk_databasechangelog");
			liquibase.setDatabaseChangeLogLockTable("wechatpay_hk_databasechangeloglock");
			try {
				liquibase.afterPropertiesSet();
			}
			catch (LiquibaseException ex) {
				throw new IllegalStateException("Liquibase could not create the tables of durable reversals", ex);
			}
		}

	}

}
