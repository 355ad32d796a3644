package io.github.wechatpayhk.autoconfigure.health;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

import io.github.wechatpayhk.durable.DurableReversals;
import io.github.wechatpayhk.durable.ReversalBacklog;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Tells whether scheduled reversals are kept in time. Asks the store where they are kept.
 */
final class DurableReversalHealthIndicator extends AbstractHealthIndicator {

	private final DurableReversals reversals;

	private final Duration maxAge;

	private final InstantSource clock;

	DurableReversalHealthIndicator(DurableReversals reversals, Duration maxAge, InstantSource clock) {
		super("The store of durable reversals could not be asked");
		this.reversals = reversals;
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
			.withDetail("paused", backlog.isPaused());
		Instant oldest = backlog.oldest();
		if (oldest == null) {
			return;
		}
		builder.withDetail("oldest", oldest.toString());
		if (Duration.between(oldest, this.clock.instant()).compareTo(this.maxAge) > 0) {
			builder.down()
				.withDetail("problem", "A reversal that was scheduled at " + oldest
						+ " has no end yet, after more than " + this.maxAge);
		}
	}

}
