package io.github.wechatpayhk.autoconfigure.health;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

import io.github.wechatpayhk.durable.DurableReversals;
import io.github.wechatpayhk.durable.ReconciliationSummary;
import io.github.wechatpayhk.durable.Reconciliations;
import io.github.wechatpayhk.durable.ReversalBacklog;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Tells whether scheduled reversals, notifications of the inbox, online payments and
 * refunds reach their end in time. Asks the store where they are kept.
 */
final class DurableReversalHealthIndicator extends AbstractHealthIndicator {

	private final DurableReversals reversals;

	private final @Nullable Reconciliations reconciliations;

	private final Duration maxAge;

	private final InstantSource clock;

	DurableReversalHealthIndicator(DurableReversals reversals, @Nullable Reconciliations reconciliations,
			Duration maxAge, InstantSource clock) {
		super("The store of durable reversals could not be asked");
		this.reversals = reversals;
		this.reconciliations = reconciliations;
		this.maxAge = maxAge;
		this.clock = clock;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		ReversalBacklog backlog = this.reversals.backlog();
		builder.up()
			.withDetail("waiting", backlog.waiting())
			.withDetail("needsAttention", backlog.needsAttention())
			.withDetail("notificationsWaiting", backlog.notificationsWaiting())
			.withDetail("notificationsNeedingAttention", backlog.notificationsNeedingAttention())
			.withDetail("onlinePaymentsOpen", backlog.onlinePayments().open())
			.withDetail("onlinePaymentsRequiringAction", backlog.onlinePayments().requiresAction())
			.withDetail("refundsOpen", backlog.refunds().open())
			.withDetail("refundsRequiringAction", backlog.refunds().requiresAction())
			.withDetail("paused", backlog.isPaused());
		if (this.reconciliations != null) {
			look(builder, this.reconciliations.summary());
		}
		List<String> problems = new ArrayList<>();
		look(builder, "oldest", " reversal that was scheduled", backlog.oldest(), problems);
		look(builder, "oldestNotification", " notification that was received", backlog.oldestNotification(), problems);
		look(builder, "oldestOnlinePayment", "n online payment that expired", backlog.onlinePayments().oldest(),
				problems);
		look(builder, "oldestRefund", " refund that was to be sent", backlog.refunds().oldest(), problems);
		if (!problems.isEmpty()) {
			builder.down().withDetail("problem", String.join("; ", problems));
		}
	}

	private static void look(Health.Builder builder, ReconciliationSummary summary) {
		builder.withDetail("differences", summary.differences());
		if (summary.reconciledUntil() != null) {
			builder.withDetail("reconciledUntil", summary.reconciledUntil().toString());
		}
	}

	private void look(Health.Builder builder, String detail, String what, @Nullable Instant oldest,
			List<String> problems) {
		if (oldest == null) {
			return;
		}
		builder.withDetail(detail, oldest.toString());
		if (Duration.between(oldest, this.clock.instant()).compareTo(this.maxAge) > 0) {
			problems.add("A" + what + " at " + oldest + " has no end yet, after more than " + this.maxAge);
		}
	}

}
