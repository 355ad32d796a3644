package io.github.wechatpayhk.autoconfigure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.github.wechatpayhk.durable.DurableReversalEvent;
import io.github.wechatpayhk.durable.DurableReversals;
import io.github.wechatpayhk.durable.ReversalState;
import io.github.wechatpayhk.durable.engine.DurableSchema;
import io.github.wechatpayhk.order.ReverseOrderRequest;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.junit.WechatPayHkSimulatorExtension;
import liquibase.integration.spring.SpringLiquibase;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Where scheduled reversals are kept, and who creates the tables.
 */
@ExtendWith({ WechatPayHkSimulatorExtension.class, OutputCaptureExtension.class })
class DurableReversalConfigurationTests {

	private static final ReverseOrderRequest ORDER = ReverseOrderRequest.outTradeNo(WechatPayHkSimulator.PAID_ORDER);

	private final WechatPayHkSimulator simulator;

	@TempDir
	private Path directory;

	DurableReversalConfigurationTests(WechatPayHkSimulator simulator) {
		this.simulator = simulator;
	}

	@Test
	void isAbsentWhenItIsSwitchedOff() throws Exception {
		try (ConfigurableApplicationContext context = start(List.of(), "wechatpay.hk.durable-reversal.enabled=false")) {
			assertThat(context.getBeanProvider(DurableReversals.class).getIfAvailable()).isNull();
			assertThat(embeddedFile()).doesNotExist();
		}
	}

	@Test
	void usesTheDatabaseOfTheApplicationWhoseTablesAreThere() throws Exception {
		DurableSchema.of(DatabaseConfiguration.dataSource(databaseUrl())).create();

		assertReverses(List.of(DatabaseConfiguration.class));

		assertThat(embeddedFile()).doesNotExist();
	}

	@Test
	void letsFlywayCreateTheTablesWithAHistoryOfTheirOwn() throws Exception {
		assertReverses(List.of(DatabaseConfiguration.class, FlywayConfiguration.class));

		assertThat(tables()).contains("WECHATPAY_HK_REVERSAL", "wechatpay_hk_flyway_history");
		assertReverses(List.of(DatabaseConfiguration.class, FlywayConfiguration.class), "4200000000002104083200000488");
	}

	@Test
	void letsLiquibaseCreateTheTablesWithALogOfTheirOwn() throws Exception {
		assertReverses(List.of(DatabaseConfiguration.class, LiquibaseConfiguration.class));

		assertThat(tables()).contains("WECHATPAY_HK_REVERSAL", "WECHATPAY_HK_DATABASECHANGELOG");
	}

	@Test
	void refusesToChooseWhenTheDatabaseIsInMemoryAlone(CapturedOutput output) {
		assertThatException().isThrownBy(() -> start(List.of(MemoryConfiguration.class)));

		assertThat(output).contains("Property: wechatpay.hk.durable-reversal.store")
			.contains("in memory")
			.contains("'embedded'")
			.contains("'application'");
		assertThat(embeddedFile()).doesNotExist();
	}

	@Test
	void saysAtTheStartWhereReversalsAreStored(CapturedOutput output) throws Exception {
		DurableSchema.of(DatabaseConfiguration.dataSource(databaseUrl())).create();
		String level = "logging.level.io.github.wechatpayhk.autoconfigure.durable.DurableStartRecord=info";
		start(List.of(), level).close();
		start(List.of(DatabaseConfiguration.class), level).close();
		start(List.of(MemoryConfiguration.class), level, "wechatpay.hk.durable-reversal.store=embedded").close();

		String merchant = "for merchant 1900000109 with serial number " + this.simulator.merchant().serialNumber()
				+ ", trusting public key " + this.simulator.platform().publicKeyId();
		assertThat(output.toString().lines().filter((line) -> line.contains("Reversals are stored in"))).hasSize(3)
			.allSatisfy((line) -> assertThat(line).contains("INFO")
				.contains(merchant)
				.contains(this.simulator.baseUrl().toString()));
		assertThat(output).contains("Reversals are stored in embedded file " + embeddedFile())
			.contains("Reversals are stored in H2 at jdbc:h2:file:" + this.directory.resolve("shop") + ",");
	}

	@Test
	void closesTheEmbeddedFileWithoutATrace(CapturedOutput output) throws Exception {
		try (ConfigurableApplicationContext context = start(List.of())) {
			context.getBean(DurableReversals.class).schedule(ORDER);
			context.getBean(DurableReversalEvents.class).next(DurableReversalEvent.Ended.class);
		}
		try (ConfigurableApplicationContext context = start(List.of())) {
			assertThat(context.getBean(DurableReversals.class).backlog().waiting()).isZero();
		}

		Path trace = this.directory.resolve("reversals.trace.db");
		assertThat(Files.exists(trace) ? Files.readString(trace) : "").isEmpty();
		try (Stream<Path> files = Files.list(this.directory)) {
			assertThat(files.map((file) -> file.getFileName().toString())).containsExactlyInAnyOrder("merchant.pem",
					"platform.pem", "reversals.mv.db");
		}
		assertThat(output).doesNotContain("Database is already closed").doesNotContain("90121");
	}

	@Test
	void namesTheScriptWhenTheTablesAreMissing(CapturedOutput output) {
		assertThatException().isThrownBy(() -> start(List.of(DatabaseConfiguration.class)));

		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("io/github/wechatpayhk/durable/h2/V1__durable_reversals.sql")
			.contains("'wechatpay.hk.durable-reversal.schema' to 'flyway' or 'liquibase'");
	}

	@Test
	void refusesTablesOfAnotherVersion(CapturedOutput output) {
		DataSource dataSource = DatabaseConfiguration.dataSource(databaseUrl());
		DurableSchema.of(dataSource).create();
		JdbcClient.create(dataSource)
			.sql("update wechatpay_hk_durable_setting set content = '2' where name = 'schema-version'")
			.update();

		assertThatException().isThrownBy(() -> start(List.of(DatabaseConfiguration.class)));

		assertThat(output).contains("have version 2").contains("needs version 1");
	}

	@Test
	void reportsTimesThatDoNotFitTogether(CapturedOutput output) {
		assertThatException().isThrownBy(() -> start(List.of(), "wechatpay.hk.durable-reversal.attention-after=8d"));

		assertThat(output).contains("Property: wechatpay.hk.durable-reversal").contains("7 days");
	}

	@Test
	void reportsThatThereIsNoDatabase(CapturedOutput output) {
		assertThatException().isThrownBy(() -> start(List.of(), "wechatpay.hk.durable-reversal.store=application"));

		assertThat(output).contains("Property: wechatpay.hk.durable-reversal.store").contains("no DataSource");
	}

	private void assertReverses(List<Class<?>> sources) throws Exception {
		assertReverses(sources, null);
	}

	private void assertReverses(List<Class<?>> sources, String transactionId) throws Exception {
		try (ConfigurableApplicationContext context = start(sources)) {
			context.getBean(DurableReversals.class)
				.schedule((transactionId != null) ? ReverseOrderRequest.transactionId(transactionId) : ORDER);

			assertThat(context.getBean(DurableReversalEvents.class)
				.next(DurableReversalEvent.Ended.class)
				.reversal()
				.state()).isEqualTo(ReversalState.REVERSED);
		}
	}

	private List<String> tables() {
		return JdbcClient.create(DatabaseConfiguration.dataSource(databaseUrl()))
			.sql("select table_name from information_schema.tables where table_schema = 'PUBLIC'")
			.query(String.class)
			.list();
	}

	private Path embeddedFile() {
		return this.directory.resolve("reversals.mv.db");
	}

	private String databaseUrl() {
		return "jdbc:h2:file:" + this.directory.resolve("shop");
	}

	private ConfigurableApplicationContext start(List<Class<?>> sources, String... properties) throws Exception {
		String database = "test.database=" + databaseUrl();
		return TestApplication.startDurable(WebApplicationType.NONE, this.simulator, this.directory, sources,
				Stream.concat(Stream.of(database), Stream.of(properties)).toArray(String[]::new));
	}

	@Configuration(proxyBeanMethods = false)
	static class DatabaseConfiguration {

		static DataSource dataSource(String url) {
			JdbcDataSource dataSource = new JdbcDataSource();
			dataSource.setURL(url);
			dataSource.setUser("sa");
			return dataSource;
		}

		@Bean
		DataSource shopDataSource(Environment environment) {
			return dataSource(environment.getRequiredProperty("test.database"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class MemoryConfiguration {

		@Bean
		DataSource shopDataSource() {
			return DatabaseConfiguration.dataSource("jdbc:h2:mem:shop");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FlywayConfiguration {

		@Bean
		Flyway flyway(DataSource dataSource) {
			return Flyway.configure().dataSource(dataSource).load();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LiquibaseConfiguration {

		@Bean
		SpringLiquibase liquibase() {
			SpringLiquibase liquibase = new SpringLiquibase();
			liquibase.setShouldRun(false);
			return liquibase;
		}

	}

}
