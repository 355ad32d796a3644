package io.github.wechatpayhk.durable.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

import javax.sql.DataSource;

import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What db-scheduler is to do, and when. Callers that plan are in a transaction; the plan
 * is part of it.
 *
 * @since 0.1.0
 */
public final class Plans {

	public static final String TABLE = "wechatpay_hk_scheduled_task";

	public static final TaskDescriptor<Void> REVERSAL = TaskDescriptor.of("reversal", Void.class);

	public static final TaskDescriptor<Void> PAYMENT = TaskDescriptor.of("payment", Void.class);

	public static final TaskDescriptor<Void> ONLINE_PAYMENT = TaskDescriptor.of("online-payment", Void.class);

	public static final TaskDescriptor<Void> REFUND = TaskDescriptor.of("refund", Void.class);

	public static final TaskDescriptor<Void> EVENT = TaskDescriptor.of("event", Void.class);

	public static final TaskDescriptor<Void> NOTIFICATION = TaskDescriptor.of("notification", Void.class);

	public static final TaskDescriptor<Void> RECONCILIATION = TaskDescriptor.of("reconciliation", Void.class);

	private static final Duration PAUSED = Duration.ofSeconds(30);

	private final JdbcCustomization jdbcCustomization;

	private final JdbcTemplate template;

	private final JdbcClient client;

	private final InstantSource clock;

	private final String node;

	private final AtomicReference<Runnable> wake = new AtomicReference<>(() -> {
	});

	public Plans(DataSource dataSource, JdbcCustomization jdbcCustomization, InstantSource clock, String node) {
		this.jdbcCustomization = jdbcCustomization;
		this.template = new JdbcTemplate(dataSource);
		this.client = JdbcClient.create(this.template);
		this.clock = clock;
		this.node = node;
	}

	/**
	 * Set what looks for plans that are due.
	 */
	public void onDue(Runnable wake) {
		this.wake.set(wake);
	}

	public void wake() {
		this.wake.get().run();
	}

	/**
	 * Plan an execution, or plan it anew. One that is under way stays as it is: it sees
	 * for itself how things stand at its end.
	 */
	public void plan(TaskDescriptor<Void> task, String id, Instant time) {
		if (isPlanned(task, id)) {
			if (!move(task, id, time)) {
				insert(task, id, time);
			}
		}
		else if (!insert(task, id, time)) {
			move(task, id, time);
		}
		if (!time.isAfter(this.clock.instant())) {
			Transactions.afterCommit(this::wake);
		}
	}

	/**
	 * Return whether there seems to be a plan. An update or a delete of what is not there
	 * locks a gap on MySQL and MariaDB, in which others insert.
	 */
	private boolean isPlanned(TaskDescriptor<Void> task, String id) {
		return this.client.sql("select count(*) from " + TABLE + " where task_name = ? and task_instance = ?")
			.param(task.getTaskName())
			.param(id)
			.query(Integer.class)
			.single() == 1;
	}

	/**
	 * Move a plan that is not under way. Updates and inserts see what is committed by
	 * now, where a query, as db-scheduler makes it, may see a snapshot that is as old as
	 * the transaction, and an execution in it that has ended since.
	 */
	private boolean move(TaskDescriptor<Void> task, String id, Instant time) {
		return this.template.update(
				"update " + TABLE + " set consecutive_failures = 0, execution_time = ?, "
						+ "version = version + 1 where task_name = ? and task_instance = ? and picked = ?",
				(statement) -> {
					this.jdbcCustomization.setInstant(statement, 1, time);
					statement.setString(2, task.getTaskName());
					statement.setString(3, id);
					statement.setBoolean(4, false);
				}) == 1;
	}

	private boolean insert(TaskDescriptor<Void> task, String id, Instant time) {
		return PlannedRows.insert(this.template, () -> insertPlan(task, id, time));
	}

	private void insertPlan(TaskDescriptor<Void> task, String id, Instant time) {
		this.template.update("insert into " + TABLE + " (task_name, task_instance, execution_time, picked, version) "
				+ "values (?, ?, ?, ?, 1)", (statement) -> {
					statement.setString(1, task.getTaskName());
					statement.setString(2, id);
					this.jdbcCustomization.setInstant(statement, 3, time);
					statement.setBoolean(4, false);
				});
	}

	/**
	 * Return what an execution does with its plan at its end: nothing, as the transaction
	 * that records what it led to has planned anew or removed the plan. What follows that
	 * transaction finds the plan settled.
	 */
	public static CompletionHandler<Void> settled() {
		return (complete, operations) -> {
		};
	}

	/**
	 * Return whether this node still has an execution that it began: one that was paused
	 * for long has lost it to another node.
	 */
	public boolean isHeld(TaskDescriptor<Void> task, String id) {
		return this.client
			.sql("select count(*) from " + TABLE + " where task_name = ? and task_instance = ? " + "and picked_by = ?")
			.param(task.getTaskName())
			.param(id)
			.param(this.node)
			.query(Integer.class)
			.single() == 1;
	}

	/**
	 * Plan the next execution from within the one that is under way, unless another node
	 * has taken that over.
	 */
	public void planNext(TaskDescriptor<Void> task, String id, Instant time) {
		this.template.update("update " + TABLE + " set picked = ?, picked_by = null, last_heartbeat = null, "
				+ "consecutive_failures = 0, execution_time = ?, version = version + 1 "
				+ "where task_name = ? and task_instance = ? and picked_by = ?", (statement) -> {
					statement.setBoolean(1, false);
					this.jdbcCustomization.setInstant(statement, 2, time);
					statement.setString(3, task.getTaskName());
					statement.setString(4, id);
					statement.setString(5, this.node);
				});
	}

	/**
	 * Plan the next execution while nothing may be sent.
	 */
	public void planWhilePaused(TaskDescriptor<Void> task, String id) {
		planNext(task, id, this.clock.instant().plus(PAUSED));
	}

	/**
	 * Remove a plan from within the execution that is under way.
	 */
	public void remove(TaskDescriptor<Void> task, String id) {
		if (!isPlanned(task, id)) {
			return;
		}
		this.client.sql("delete from " + TABLE + " where task_name = ? and task_instance = ?")
			.param(task.getTaskName())
			.param(id)
			.update();
	}

	/**
	 * Drop a plan, unless it is under way. One that an older snapshot does not show
	 * stays: its execution finds that there is nothing left to do.
	 */
	public void drop(TaskDescriptor<Void> task, String id) {
		if (!isPlanned(task, id)) {
			return;
		}
		this.client.sql("delete from " + TABLE + " where task_name = ? and task_instance = ? and picked = ?")
			.param(task.getTaskName())
			.param(id)
			.param(false)
			.update();
	}

	/**
	 * Take over at once what a process that is gone had under way, its payments and
	 * events included.
	 */
	public void takeOver() {
		this.client
			.sql("update " + TABLE + " set picked = ?, picked_by = null, last_heartbeat = null, version = version + 1 "
					+ "where picked = ?")
			.param(false)
			.param(true)
			.update();
		this.client.sql("update " + TABLE + " set execution_time = ?, version = version + 1 where task_name in (?, ?)")
			.param(this.clock.instant().atOffset(ZoneOffset.UTC))
			.param(PAYMENT.getTaskName())
			.param(EVENT.getTaskName())
			.update();
	}

}
