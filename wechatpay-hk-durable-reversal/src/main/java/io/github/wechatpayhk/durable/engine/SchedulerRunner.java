package io.github.wechatpayhk.durable.engine;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

import javax.sql.DataSource;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.github.wechatpayhk.durable.DurableReversalSettings;
import io.github.wechatpayhk.durable.reconciliation.ReconciliationRun;
import io.github.wechatpayhk.durable.store.Events;
import io.github.wechatpayhk.durable.store.OnlinePaymentRow;
import io.github.wechatpayhk.durable.store.Plans;
import io.github.wechatpayhk.durable.store.RefundRow;
import io.github.wechatpayhk.durable.store.Storage;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * db-scheduler, with timing of our own. It ends for good when it is stopped.
 * Notifications have a scheduler of their own, so that the application's listeners, which
 * may hang, hold no thread of reversals. So have reconciliations, which download
 * statements of any size.
 */
final class SchedulerRunner {

	private static final Log logger = LogFactory.getLog(SchedulerRunner.class);

	private static final Duration LOOK_INTERVAL = Duration.ofSeconds(5);

	private static final Duration HOUSEKEEPING_INTERVAL = Duration.ofHours(1);

	private static final int FEWEST_MISSED_HEARTBEATS = 4;

	/**
	 * One scheduler of a node is enough to take over what a dead node had begun.
	 */
	private static final int ENDLESS_HEARTBEATS = 1_000_000;

	private final List<Scheduler> schedulers;

	private final Parts parts;

	private final Future<?> looking;

	private SchedulerRunner(List<Scheduler> schedulers, Parts parts, ScheduledExecutorService housekeeper) {
		this.schedulers = schedulers;
		this.parts = parts;
		lookForPause();
		schedulers.forEach(Scheduler::start);
		housekeeper.execute(this::fix);
		this.looking = housekeeper.scheduleWithFixedDelay(this::look, LOOK_INTERVAL.toMillis(),
				LOOK_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
	}

	static SchedulerRunner start(DurableReversalSettings settings, InstantSource clock, Parts parts) {
		RecurringTask<Void> housekeeping = Tasks.recurring("housekeeping", FixedDelay.of(HOUSEKEEPING_INTERVAL))
			.execute((instance, context) -> parts.housekeeping().run());
		NotificationRun notificationRun = parts.notificationRun();
		RecurringTask<Void> reconciliation = parts.reconciliationRun().task();
		// each scheduler knows all tasks: it deletes those that it does not know
		List<Task<?>> tasks = List.of(task(Plans.REVERSAL, settings, parts.reversalRun()::run),
				task(Plans.PAYMENT, settings, parts.paymentRun()::run),
				task(Plans.ONLINE_PAYMENT, settings, parts.onlinePaymentRun()::run),
				task(Plans.REFUND, settings, parts.refundRun()::run),
				task(Plans.EVENT, settings, parts.events()::deliverAgain),
				task(Plans.NOTIFICATION, settings, (notificationRun != null) ? notificationRun::run : (id) -> {
				}));
		ScheduledExecutorService housekeeper = housekeeper();
		List<Scheduler> schedulers = new ArrayList<>();
		schedulers
			.add(scheduler(settings, clock, parts, Stream.concat(tasks.stream(), Stream.of(reconciliation)).toList(),
					settings.threads(), "wechatpay-hk-reversal-")
				.jdbcCustomization(
						DueTasks.allBut(List.of(Plans.NOTIFICATION, Plans.RECONCILIATION), parts.jdbcCustomization()))
				.startTasks(housekeeping)
				.housekeeperExecutor(housekeeper)
				.missedHeartbeatsLimit(FEWEST_MISSED_HEARTBEATS)
				.build());
		if (notificationRun != null) {
			schedulers.add(scheduler(settings, clock, parts, tasks, settings.notificationThreads(),
					"wechatpay-hk-notification-")
				.jdbcCustomization(DueTasks.only(Plans.NOTIFICATION, parts.jdbcCustomization()))
				.housekeeperExecutor(housekeeper())
				.missedHeartbeatsLimit(ENDLESS_HEARTBEATS)
				.build());
		}
		if (parts.reconciliationRun().isDaily()) {
			schedulers.add(scheduler(settings, clock, parts, tasks, 1, "wechatpay-hk-reconciliation-")
				.jdbcCustomization(DueTasks.only(Plans.RECONCILIATION, parts.jdbcCustomization()))
				.startTasks(reconciliation)
				.housekeeperExecutor(housekeeper())
				.missedHeartbeatsLimit(ENDLESS_HEARTBEATS)
				.build());
		}
		return new SchedulerRunner(List.copyOf(schedulers), parts, housekeeper);
	}

	private static ScheduledExecutorService housekeeper() {
		return Executors.newScheduledThreadPool(3, new CustomizableThreadFactory("wechatpay-hk-housekeeping-"));
	}

	private static SchedulerBuilder scheduler(DurableReversalSettings settings, InstantSource clock, Parts parts,
			List<Task<?>> tasks, int threads, String threadName) {
		return Scheduler.create(parts.dataSource(), tasks)
			.tableName(Plans.TABLE)
			.schedulerName(new SchedulerName.Fixed(parts.node()))
			.clock(clock::instant)
			.threads(threads)
			.executorService(Executors.newFixedThreadPool(threads, new CustomizableThreadFactory(threadName)))
			.dueExecutor(Executors.newSingleThreadExecutor(new CustomizableThreadFactory("wechatpay-hk-due-")))
			.pollingInterval(settings.pollingInterval())
			.heartbeatInterval(settings.heartbeatInterval())
			.shutdownMaxWait(settings.shutdownTimeout())
			.commitWhenAutocommitDisabled(true);
	}

	private static Task<Void> task(TaskDescriptor<Void> descriptor, DurableReversalSettings settings,
			Consumer<String> run) {
		return Tasks.custom(descriptor)
			.onDeadExecutionRevive()
			.onFailure(new FailureHandler.OnFailureRetryLater<>(settings.firstPause()))
			.execute((instance, context) -> {
				run.accept(instance.getId());
				return Plans.settled();
			});
	}

	void lookForDue() {
		this.schedulers.forEach(Scheduler::triggerCheckForDueExecutions);
	}

	void lookForPause() {
		if (this.parts.storage().settings().isPaused()) {
			this.schedulers.forEach(Scheduler::pause);
		}
		else if (this.schedulers.get(0).getSchedulerState().isPaused()) {
			this.schedulers.forEach(Scheduler::resume);
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

	/**
	 * Stop all schedulers at the same time: each waits for what it has under way.
	 */
	void stop() {
		this.looking.cancel(false);
		SimpleAsyncTaskExecutor stopping = new SimpleAsyncTaskExecutor("wechatpay-hk-stop-");
		List<CompletableFuture<Void>> stops = this.schedulers.stream()
			.map((scheduler) -> CompletableFuture.runAsync(scheduler::stop, stopping))
			.toList();
		stops.forEach(CompletableFuture::join);
	}

	/**
	 * What a scheduler is made of.
	 *
	 * @param dataSource the database
	 * @param jdbcCustomization its ways
	 * @param storage the tables
	 * @param reversalRun executes scheduled reversals
	 * @param paymentRun brings payments to their end
	 * @param onlinePaymentRun queries and closes online payments
	 * @param refundRun sends and queries refunds
	 * @param notificationRun delivers notifications, or {@code null} on a node without
	 * their listeners, which leaves them to others
	 * @param reconciliationRun compares statements
	 * @param events delivers what happened
	 * @param housekeeping what is done now and then
	 * @param clockWatch notices when the clock is set
	 * @param node the name of this process
	 */
	record Parts(DataSource dataSource, JdbcCustomization jdbcCustomization, Storage storage, ReversalRun reversalRun,
			PaymentRun paymentRun, QueryRun<OnlinePaymentRow> onlinePaymentRun, QueryRun<RefundRow> refundRun,
			@Nullable NotificationRun notificationRun, ReconciliationRun reconciliationRun, Events events,
			Housekeeping housekeeping, ClockWatch clockWatch, String node) {
	}

}
