package io.github.wechatpayhk.durable.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToIntBiFunction;

import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import io.github.wechatpayhk.durable.DurablePayment;
import io.github.wechatpayhk.durable.store.NotificationRow;
import io.github.wechatpayhk.durable.store.PaymentRow;
import io.github.wechatpayhk.durable.store.PlannedRows;
import io.github.wechatpayhk.durable.store.Plans;
import io.github.wechatpayhk.durable.store.QueriedRow;
import io.github.wechatpayhk.durable.store.QueriedStore;
import io.github.wechatpayhk.durable.store.ReversalRow;
import io.github.wechatpayhk.durable.store.Storage;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * What is to be done now and then: drop what ended long ago, find what has no plan, and
 * fix plans that a clock that was set back has moved too far away.
 */
final class Housekeeping {

	private static final Log logger = LogFactory.getLog(Housekeeping.class);

	private static final int BATCH = 500;

	/**
	 * How far the clocks of several nodes may differ.
	 */
	private static final Duration TOLERANCE = Duration.ofSeconds(60);

	/**
	 * WeChat Pay repeats a notification for 24 hours and 4 minutes, in which it must be
	 * recognized.
	 */
	private static final Duration NOTIFICATIONS_AT_LEAST = Duration.ofHours(25);

	private final Storage storage;

	/**
	 * Deletes some of the days that were reconciled before a time.
	 */
	private final ToIntBiFunction<Instant, Integer> oldDays;

	private final Duration retention;

	private final Duration paymentsTakenOverAfter;

	private final InstantSource clock;

	Housekeeping(Storage storage, ToIntBiFunction<Instant, Integer> oldDays, Duration retention,
			Duration paymentsTakenOverAfter, InstantSource clock) {
		this.storage = storage;
		this.oldDays = oldDays;
		this.retention = retention;
		this.paymentsTakenOverAfter = paymentsTakenOverAfter;
		this.clock = clock;
	}

	void run() {
		fix();
		dropOld();
	}

	void fix() {
		planForgotten();
		fixPlans();
	}

	private void dropOld() {
		Instant now = this.clock.instant();
		Instant time = now.minus(this.retention);
		repeat(() -> this.storage.reversals().rows().deleteEndedBefore(time, BATCH));
		repeat(() -> this.storage.payments().rows().deleteEndedBefore(time, BATCH));
		repeat(() -> this.storage.refunds().rows().rows().deleteEndedBefore(time, BATCH));
		repeat(() -> this.storage.onlinePayments().deleteEndedBefore(time, BATCH));
		Instant notified = now
			.minus((this.retention.compareTo(NOTIFICATIONS_AT_LEAST) > 0) ? this.retention : NOTIFICATIONS_AT_LEAST);
		repeat(() -> this.storage.notifications().rows().deleteEndedBefore(notified, BATCH));
		repeat(() -> this.oldDays.applyAsInt(time, BATCH));
		repeat(() -> {
			List<String> ids = this.storage.events().listBefore(time, BATCH);
			ids.forEach(this.storage.events()::delete);
			return ids.size();
		});
	}

	/**
	 * Work in transactions of a size that does not stand in anybody's way.
	 */
	private void repeat(Supplier<Integer> batch) {
		int done = BATCH;
		while (done == BATCH) {
			done = this.storage.call("The tables are not tidied up", batch);
		}
	}

	private void planForgotten() {
		planForgotten(Plans.REVERSAL, this.storage.reversals().rows());
		planForgotten(Plans.PAYMENT, this.storage.payments().rows());
		planForgotten(Plans.ONLINE_PAYMENT, this.storage.onlinePayments().rows().rows());
		planForgotten(Plans.REFUND, this.storage.refunds().rows().rows());
		planForgotten(Plans.NOTIFICATION, this.storage.notifications().rows());
		repeat(() -> planned(Plans.EVENT, this.storage.events().listForgotten(BATCH)));
	}

	private void planForgotten(TaskDescriptor<Void> task, PlannedRows rows) {
		repeat(() -> planned(task, rows.listForgotten(task.getTaskName(), BATCH)));
	}

	private int planned(TaskDescriptor<Void> task, List<String> ids) {
		Instant now = this.clock.instant();
		ids.forEach((id) -> this.storage.plans().plan(task, id, now));
		if (!ids.isEmpty()) {
			logger
				.warn(ids.size() + " of the task '" + task.getTaskName() + "' had lost their plan, and got a new one");
		}
		return ids.size();
	}

	/**
	 * Begin each pause anew that was begun later than it is now: what waits is at most
	 * one pause late then.
	 */
	void fixPlans() {
		repeat(() -> {
			Instant now = this.clock.instant();
			List<ReversalRow> rows = this.storage.reversals().listWrittenAfter(now.plus(TOLERANCE), BATCH);
			for (ReversalRow row : rows) {
				Instant next = now.plus(row.plannedPause());
				this.storage.reversals().plan(row, row.reversal().reason(), now, next);
				this.storage.plans().plan(Plans.REVERSAL, row.reversal().id(), next);
			}
			return rows.size();
		});
		repeat(() -> {
			Instant now = this.clock.instant();
			List<PaymentRow> rows = this.storage.payments().listWrittenAfter(now.plus(TOLERANCE), BATCH);
			for (PaymentRow row : rows) {
				DurablePayment payment = row.payment();
				this.storage.payments().plan(payment.id(), row.step(), row.waited(), payment.reason(), now);
				this.storage.plans().plan(Plans.PAYMENT, payment.id(), now.plus(this.paymentsTakenOverAfter));
			}
			return rows.size();
		});
		fixPlans(Plans.ONLINE_PAYMENT, this.storage.onlinePayments().rows());
		fixPlans(Plans.REFUND, this.storage.refunds().rows());
		repeat(() -> {
			Instant now = this.clock.instant();
			List<NotificationRow> rows = this.storage.notifications().listWrittenAfter(now.plus(TOLERANCE), BATCH);
			for (NotificationRow row : rows) {
				this.storage.notifications().plan(row.id(), row.step(), row.waited(), row.notification().reason(), now);
				this.storage.plans().plan(Plans.NOTIFICATION, row.id(), now);
			}
			return rows.size();
		});
	}

	private <R extends QueriedRow> void fixPlans(TaskDescriptor<Void> task, QueriedStore<R> store) {
		repeat(() -> {
			Instant now = this.clock.instant();
			List<R> rows = store.listWrittenAfter(now.plus(TOLERANCE), BATCH);
			for (R row : rows) {
				store.plan(row.id(), row.progress(), row.reason(), now);
				this.storage.plans().plan(task, row.id(), now);
			}
			return rows.size();
		});
	}

}
