package io.github.wechatpayhk.durable;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * A db-scheduler that runs, with timing of our own. It ends for good when it is stopped.
 */
final class SchedulerRunner {

	private static final Log logger = LogFactory.getLog(SchedulerRunner.class);

	private static final Duration LOOK_INTERVAL = Duration.ofSeconds(5);

	private static final Duration HOUSEKEEPING_INTERVAL = Duration.ofHours(1);

	private static final int FEWEST_MISSED_HEARTBEATS = 4;

	private final Scheduler scheduler;

	private final Parts parts;

	private final Future<?> looking;

	private SchedulerRunner(Scheduler scheduler, Parts parts, ScheduledExecutorService housekeeper) {
		this.scheduler = scheduler;
		this.parts = parts;
		lookForPause();
		scheduler.start();
		housekeeper.execute(this::fix);
		this.looking = housekeeper.scheduleWithFixedDelay(this::look, LOOK_INTERVAL.toMillis(),
				LOOK_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
	}

	static SchedulerRunner start(DurableReversalSettings settings, InstantSource clock, Parts parts) {
		ScheduledExecutorService housekeeper = Executors.newScheduledThreadPool(3,
				new CustomizableThreadFactory("wechatpay-hk-housekeeping-"));
		RecurringTask<Void> housekeeping = Tasks.recurring("housekeeping", FixedDelay.of(HOUSEKEEPING_INTERVAL))
			.execute((instance, context) -> parts.housekeeping().run());
		List<Task<?>> tasks = new ArrayList<>(
				List.of(reversal(settings, parts), payment(settings, parts), event(settings, parts)));
		if (parts.notificationRun() != null) {
			tasks.add(notification(settings, parts.notificationRun()));
		}
		Scheduler scheduler = Scheduler.create(parts.dataSource(), tasks)
			.startTasks(housekeeping)
			.tableName(Plans.TABLE)
			.jdbcCustomization(parts.jdbcCustomization())
			.schedulerName(new SchedulerName.Fixed(parts.node()))
			.clock(clock::instant)
			.threads(settings.threads())
			.executorService(Executors.newFixedThreadPool(settings.threads(),
					new CustomizableThreadFactory("wechatpay-hk-reversal-")))
			.dueExecutor(Executors.newSingleThreadExecutor(new CustomizableThreadFactory("wechatpay-hk-due-")))
			.housekeeperExecutor(housekeeper)
			.pollingInterval(settings.pollingInterval())
			.heartbeatInterval(settings.heartbeatInterval())
			.missedHeartbeatsLimit(FEWEST_MISSED_HEARTBEATS)
			.shutdownMaxWait(settings.shutdownTimeout())
			.commitWhenAutocommitDisabled(true)
			.build();
		return new SchedulerRunner(scheduler, parts, housekeeper);
	}

	private static Task<Void> reversal(DurableReversalSettings settings, Parts parts) {
		return Tasks.custom(Plans.REVERSAL)
			.onDeadExecutionRevive()
			.onFailure(new FailureHandler.OnFailureRetryLater<>(settings.firstPause()))
			.execute((instance, context) -> {
				parts.reversalRun().run(instance.getId());
				return Plans.settled();
			});
	}

	private static Task<Void> payment(DurableReversalSettings settings, Parts parts) {
		return Tasks.custom(Plans.PAYMENT)
			.onDeadExecutionRevive()
			.onFailure(new FailureHandler.OnFailureRetryLater<>(settings.firstPause()))
			.execute((instance, context) -> {
				parts.paymentRun().run(instance.getId());
				return Plans.settled();
			});
	}

	private static Task<Void> event(DurableReversalSettings settings, Parts parts) {
		return Tasks.custom(Plans.EVENT)
			.onDeadExecutionRevive()
			.onFailure(new FailureHandler.OnFailureRetryLater<>(settings.firstPause()))
			.execute((instance, context) -> {
				parts.events().deliverAgain(instance.getId());
				return Plans.settled();
			});
	}

	private static Task<Void> notification(DurableReversalSettings settings, NotificationRun run) {
		return Tasks.custom(Plans.NOTIFICATION)
			.onDeadExecutionRevive()
			.onFailure(new FailureHandler.OnFailureRetryLater<>(settings.firstPause()))
			.execute((instance, context) -> {
				run.run(instance.getId());
				return Plans.settled();
			});
	}

	void lookForDue() {
		this.scheduler.triggerCheckForDueExecutions();
	}

	void lookForPause() {
		if (this.parts.storage().settings().isPaused()) {
			this.scheduler.pause();
		}
		else if (this.scheduler.getSchedulerState().isPaused()) {
			this.scheduler.resume();
			lookForDue();
		}
	}

	/**
	 * What a clock that was set back while no node ran has moved away, and what lost its
	 * plan.
	 */
	private void fix() {
		try {
			this.parts.housekeeping().fix();
		}
		catch (RuntimeException ex) {
			logger.warn("Plans could not be checked at the start: " + ex.getMessage());
		}
	}

	/**
	 * db-scheduler waits by the clock: when that is set back, it has to be woken.
	 */
	private void look() {
		try {
			if (this.parts.clockWatch().look()) {
				logger.warn("The clock was set back: plans are fixed");
				this.parts.housekeeping().fixPlans();
				lookForDue();
			}
			lookForPause();
		}
		catch (RuntimeException ex) {
			logger.warn("The database that keeps reversals cannot be read: " + ex.getMessage());
		}
	}

	void stop() {
		this.looking.cancel(false);
		this.scheduler.stop();
	}

	/**
	 * What a scheduler is made of.
	 *
	 * @param dataSource the database
	 * @param jdbcCustomization its ways
	 * @param storage the tables
	 * @param reversalRun executes scheduled reversals
	 * @param paymentRun brings payments to their end
	 * @param notificationRun delivers notifications, or {@code null} on a node without
	 * their listeners, which leaves them to others
	 * @param events delivers what happened
	 * @param housekeeping what is done now and then
	 * @param clockWatch notices when the clock is set
	 * @param node the name of this process
	 */
	record Parts(DataSource dataSource, JdbcCustomization jdbcCustomization, Storage storage, ReversalRun reversalRun,
			PaymentRun paymentRun, @Nullable NotificationRun notificationRun, Events events, Housekeeping housekeeping,
			ClockWatch clockWatch, String node) {
	}

}
