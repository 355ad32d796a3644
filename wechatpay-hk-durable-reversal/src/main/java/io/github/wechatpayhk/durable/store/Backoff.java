package io.github.wechatpayhk.durable.store;

import java.time.Duration;
import java.util.function.DoubleSupplier;

import io.github.wechatpayhk.durable.DurableReversalSettings;
import io.github.wechatpayhk.error.DoublingPause;
import org.jspecify.annotations.Nullable;

/**
 * The pauses between attempts: from seconds to hours.
 *
 * @since 0.1.0
 */
public final class Backoff {

	private static final double JITTER = 0.1;

	private final DurableReversalSettings settings;

	private final DoubleSupplier random;

	public Backoff(DurableReversalSettings settings, DoubleSupplier random) {
		this.settings = settings;
		this.random = random;
	}

	/**
	 * Return the shortest pause before a step.
	 */
	private Duration least(int step) {
		return new DoublingPause(this.settings.firstPause(), this.settings.longestPause()).afterFailures(step);
	}

	/**
	 * Return the pause before a step, from 1. Chance only makes it longer.
	 */
	public Duration pause(int step, @Nullable Duration retryAfter) {
		Duration pause = least(step);
		pause = pause.plusMillis((long) (pause.toMillis() * JITTER * this.random.getAsDouble()));
		if (retryAfter == null || retryAfter.compareTo(pause) <= 0) {
			return pause;
		}
		return (retryAfter.compareTo(this.settings.longestPause()) < 0) ? retryAfter : this.settings.longestPause();
	}

	/**
	 * Return how much of a sum of pauses is certain to have passed: all but the last one,
	 * which a jump of the clock may have cut short.
	 */
	public Duration certain(int step, Duration waited) {
		if (step == 0) {
			return Duration.ZERO;
		}
		Duration last = least(step);
		last = last.plusMillis((long) (last.toMillis() * JITTER));
		Duration certain = waited.minus(last);
		return certain.isNegative() ? Duration.ZERO : certain;
	}

	public boolean isOver(Duration waited) {
		return waited.compareTo(this.settings.attentionAfter()) > 0;
	}

}
