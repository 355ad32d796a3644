package io.github.wechatpayhk.durable.store;

import java.sql.Savepoint;
import java.time.Instant;
import java.util.List;

import javax.sql.DataSource;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What the tables of scheduled reversals and of payments have in common: each row is the
 * only one of its order, has a plan until it ends, and is dropped some time afterwards.
 *
 * @since 0.1.0
 */
public final class PlannedRows {

	private final String table;

	private final String plannedState;

	private final JdbcTemplate template;

	private final JdbcClient client;

	/**
	 * Name the table.
	 * @param dataSource the database
	 * @param table the table
	 * @param plannedState the state in which a row has a plan
	 */
	public PlannedRows(DataSource dataSource, String table, Enum<?> plannedState) {
		this.table = table;
		this.plannedState = plannedState.name();
		this.template = new JdbcTemplate(dataSource);
		this.client = JdbcClient.create(this.template);
	}

	/**
	 * Insert a row, unless there is one for its order. Behind a savepoint, as some
	 * databases give up the whole transaction after an insert that failed.
	 * @return whether it was inserted
	 */
	public boolean insert(Runnable insert) {
		return insert(this.template, insert);
	}

	public static boolean insert(JdbcTemplate template, Runnable insert) {
		ConnectionCallback<Boolean> insertion = (connection) -> {
			Savepoint savepoint = connection.setSavepoint();
			try {
				insert.run();
				connection.releaseSavepoint(savepoint);
				return true;
			}
			catch (DuplicateKeyException ex) {
				connection.rollback(savepoint);
				return false;
			}
		};
		return Boolean.TRUE.equals(template.execute(insertion));
	}

	/**
	 * List the rows that should have a plan in db-scheduler's table, and have none. There
	 * should be none; if there is, somebody or something removed the plan.
	 */
	public List<String> listForgotten(String task, int limit) {
		return this.client
			.sql("select id from " + this.table + " where state = '" + this.plannedState
					+ "' and not exists (select 1 from " + Plans.TABLE
					+ " where task_name = ? and task_instance = id) limit " + limit)
			.param(task)
			.query(Columns::id)
			.list();
	}

	/**
	 * Count the rows in a state, along the index of state and time.
	 * @param state the state
	 * @param time the column that says when a row began, or an expression
	 */
	public OpenRows open(Enum<?> state, String time) {
		return this.client
			.sql("select count(*) as number, min(" + time + ") as oldest from " + this.table + " where state = ?")
			.param(state.name())
			.query((result, number) -> new OpenRows(result.getLong("number"), Columns.instant(result, "oldest")))
			.single();
	}

	public int deleteEndedBefore(Instant time, int limit) {
		return deleteEndedBefore(time, limit, "");
	}

	public int deleteEndedBefore(Instant time, int limit, String condition) {
		List<String> ids = this.client
			.sql("select id from " + this.table + " where ended_at < ?" + condition + " limit " + limit)
			.param(time.toEpochMilli())
			.query(Columns::id)
			.list();
		ids.forEach(this::delete);
		return ids.size();
	}

	public void delete(String id) {
		this.client.sql("delete from " + this.table + " where id = ?").param(id).update();
	}

}
