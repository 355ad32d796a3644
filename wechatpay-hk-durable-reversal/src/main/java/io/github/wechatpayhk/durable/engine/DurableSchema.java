package io.github.wechatpayhk.durable.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.sql.DataSource;

import com.github.kagkarlsson.scheduler.jdbc.AutodetectJdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.DefaultJdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import io.github.wechatpayhk.durable.ReversalSchemaException;
import io.github.wechatpayhk.durable.ReversalStoreException;

import org.springframework.core.io.ClassPathResource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.support.JdbcUtils;
import org.springframework.jdbc.support.MetaDataAccessException;

/**
 * The tables, for each kind of database that is supported. They are created by
 * {@link #create}, by Flyway or Liquibase, or by hand from the scripts in this library's
 * jar.
 *
 * @since 0.1.0
 */
public final class DurableSchema {

	/**
	 * The version of the tables that this version of the library needs.
	 */
	public static final int VERSION = 1;

	private static final String SCRIPT = "V1__durable_reversals.sql";

	private static final Pattern TABLE = Pattern.compile("create table (\\w+) \\((.*?)\\R\\)", Pattern.DOTALL);

	private static final Pattern COLUMN = Pattern.compile("^\t(?!primary|constraint)(\\w+) ", Pattern.MULTILINE);

	private final DataSource dataSource;

	private final Kind kind;

	private DurableSchema(DataSource dataSource, Kind kind) {
		this.dataSource = dataSource;
		this.kind = kind;
	}

	/**
	 * Look which kind of database it is.
	 * @param dataSource connections to it
	 * @return its schema
	 * @throws ReversalStoreException if it cannot be reached
	 * @throws ReversalSchemaException if it is of a kind that is not supported
	 */
	public static DurableSchema of(DataSource dataSource) {
		try {
			String product = JdbcUtils.extractDatabaseMetaData(dataSource,
					(metaData) -> metaData.getDatabaseProductName());
			return new DurableSchema(dataSource, Kind.of(product));
		}
		catch (MetaDataAccessException ex) {
			throw new ReversalStoreException("The database that keeps reversals cannot be reached: " + ex.getMessage(),
					ex);
		}
	}

	/**
	 * Return where the scripts for this kind of database lie in the class path.
	 * @return the folder, without slashes at its ends
	 */
	public String location() {
		return "io/github/wechatpayhk/durable/" + this.kind.folder;
	}

	/**
	 * Return which script creates the tables in this kind of database. It serves Flyway
	 * and Liquibase as well.
	 * @return its place in the class path, without a leading slash
	 */
	public String script() {
		return location() + "/" + SCRIPT;
	}

	/**
	 * Return how db-scheduler is to speak with this kind of database. Where times have no
	 * time zone, all are written in UTC.
	 */
	JdbcCustomization jdbcCustomization() {
		return (this.kind == Kind.H2) ? new DefaultJdbcCustomization(false)
				: new AutodetectJdbcCustomization(this.dataSource, this.kind == Kind.MYSQL);
	}

	/**
	 * Tell whether the tables are there, in whatever version.
	 * @return whether they are there
	 */
	public boolean exists() {
		try (Connection connection = this.dataSource.getConnection()) {
			return !this.kind.columns(connection, "wechatpay_hk_durable_setting").isEmpty();
		}
		catch (SQLException ex) {
			throw new ReversalStoreException("The database that keeps reversals cannot be read: " + ex.getMessage(),
					ex);
		}
	}

	/**
	 * Create the tables.
	 */
	public void create() {
		new ResourceDatabasePopulator(new ClassPathResource(script())).execute(this.dataSource);
	}

	/**
	 * Check that the tables and their columns are there, and that their version is
	 * {@link #VERSION}.
	 * @throws ReversalSchemaException if not; it says what to run
	 */
	public void verify() {
		if (!exists()) {
			throw new ReversalSchemaException("The tables for durable reversals are missing. Run the script '"
					+ script() + "' from the jar of wechatpay-hk-durable-reversal");
		}
		String version = version();
		if (!version.equals(String.valueOf(VERSION))) {
			throw new ReversalSchemaException("The tables for durable reversals have version " + version
					+ ", and this version of the library needs version " + VERSION + ". Run the scripts in '"
					+ location() + "' from the jar of wechatpay-hk-durable-reversal, or use the version of the library "
					+ "that belongs to the tables");
		}
		List<String> missing = missing();
		if (!missing.isEmpty()) {
			throw new ReversalSchemaException("The tables for durable reversals are older than this version of the "
					+ "library: missing are " + String.join(", ", missing) + ". Nothing was started or changed. Add "
					+ "what is missing as in the script '" + script() + "' from the jar of "
					+ "wechatpay-hk-durable-reversal, or, if no reversal and no payment is open, drop the tables "
					+ "wechatpay_hk_* and run the script");
		}
	}

	/**
	 * Compare the tables with the script that creates them.
	 */
	private List<String> missing() {
		try (Connection connection = this.dataSource.getConnection()) {
			List<String> missing = new ArrayList<>();
			Matcher table = TABLE.matcher(new ClassPathResource(script()).getContentAsString(StandardCharsets.UTF_8));
			while (table.find()) {
				Set<String> present = this.kind.columns(connection, table.group(1));
				List<String> columns = COLUMN.matcher(table.group(2))
					.results()
					.map((column) -> column.group(1))
					.toList();
				if (present.isEmpty()) {
					missing.add("table '" + table.group(1) + "'");
				}
				else {
					columns.stream()
						.filter((column) -> !present.contains(column))
						.forEach((column) -> missing.add("column '" + column + "' of table '" + table.group(1) + "'"));
				}
			}
			return missing;
		}
		catch (SQLException | IOException ex) {
			throw new ReversalStoreException(
					"The columns of the tables for durable reversals cannot be read: " + ex.getMessage(), ex);
		}
	}

	private String version() {
		try {
			return JdbcClient.create(this.dataSource)
				.sql("select content from wechatpay_hk_durable_setting where name = 'schema-version'")
				.query(String.class)
				.optional()
				.orElse("unknown");
		}
		catch (DataAccessException ex) {
			throw new ReversalStoreException(
					"The version of the tables for durable reversals cannot be read: " + ex.getMessage(), ex);
		}
	}

	private enum Kind {

		POSTGRESQL("postgresql"),

		MYSQL("mysql"),

		H2("h2");

		private final String folder;

		Kind(String folder) {
			this.folder = folder;
		}

		static Kind of(String product) {
			return switch (product) {
				case "PostgreSQL" -> POSTGRESQL;
				case "MySQL", "MariaDB" -> MYSQL;
				case "H2" -> H2;
				default ->
					throw new ReversalSchemaException("Durable reversals are not kept in a database of the kind '"
							+ product + "': use PostgreSQL, MySQL, MariaDB or H2");
			};
		}

		/**
		 * Return the columns of a table, in lower case; none if there is no such table.
		 */
		Set<String> columns(Connection connection, String table) throws SQLException {
			String name = (this == H2) ? table.toUpperCase(Locale.ROOT) : table;
			Set<String> names = new HashSet<>();
			try (ResultSet columns = connection.getMetaData()
				.getColumns(connection.getCatalog(), connection.getSchema(), name, null)) {
				while (columns.next()) {
					names.add(columns.getString("COLUMN_NAME").toLowerCase(Locale.ROOT));
				}
			}
			return names;
		}

	}

}
