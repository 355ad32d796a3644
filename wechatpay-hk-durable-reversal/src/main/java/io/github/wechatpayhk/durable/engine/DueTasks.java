package io.github.wechatpayhk.durable.engine;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.JdbcTaskRepositoryContext;
import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;

/**
 * How a scheduler speaks with the database when it executes some of the tasks that it
 * knows.
 */
final class DueTasks implements JdbcCustomization {

	private final JdbcCustomization database;

	private final String condition;

	private DueTasks(JdbcCustomization database, String condition) {
		this.database = database;
		this.condition = condition;
	}

	static DueTasks only(TaskDescriptor<?> task, JdbcCustomization database) {
		return new DueTasks(database, "and task_name = '" + task.getTaskName() + "' ");
	}

	static DueTasks allBut(List<TaskDescriptor<?>> tasks, JdbcCustomization database) {
		return new DueTasks(database,
				tasks.stream()
					.map((task) -> "and task_name <> '" + task.getTaskName() + "' ")
					.collect(Collectors.joining()));
	}

	@Override
	public String createSelectDueQuery(String tableName, int limit, String andCondition, boolean orderByPriority) {
		return this.database.createSelectDueQuery(tableName, limit, this.condition + andCondition, orderByPriority);
	}

	@Override
	public String getName() {
		return this.database.getName();
	}

	@Override
	public void setInstant(PreparedStatement statement, int index, Instant value) throws SQLException {
		this.database.setInstant(statement, index, value);
	}

	@Override
	public Instant getInstant(ResultSet result, String columnName) throws SQLException {
		return this.database.getInstant(result, columnName);
	}

	@Override
	public void setTaskData(PreparedStatement statement, int index, byte[] value) throws SQLException {
		this.database.setTaskData(statement, index, value);
	}

	@Override
	public byte[] getTaskData(ResultSet result, String columnName) throws SQLException {
		return this.database.getTaskData(result, columnName);
	}

	@Override
	public boolean supportsExplicitQueryLimitPart() {
		return this.database.supportsExplicitQueryLimitPart();
	}

	@Override
	public String getQueryLimitPart(int limit) {
		return this.database.getQueryLimitPart(limit);
	}

	@Override
	public boolean supportsSingleStatementLockAndFetch() {
		return false;
	}

	@Override
	public List<Execution> lockAndFetchSingleStatement(JdbcTaskRepositoryContext context, Instant now, int limit,
			boolean orderByPriority) {
		throw new UnsupportedOperationException("Due tasks are selected by createSelectDueQuery");
	}

	@Override
	public boolean supportsGenericLockAndFetch() {
		return false;
	}

	@Override
	public String createGenericSelectForUpdateQuery(String tableName, int limit, String requiredAndCondition,
			boolean orderByPriority) {
		throw new UnsupportedOperationException("Due tasks are selected by createSelectDueQuery");
	}

}
