package io.github.wechatpayhk.resilience;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * One host, and how it has been doing.
 */
final class FailoverHost {

	private static final Condition WORKING = new Condition(0, null);

	private final URI baseUrl;

	private final int maxServerErrors;

	private final long coolDown;

	private final AtomicReference<Condition> condition = new AtomicReference<>(WORKING);

	FailoverHost(URI baseUrl, int maxServerErrors, Duration coolDown) {
		this.baseUrl = baseUrl;
		this.maxServerErrors = maxServerErrors;
		this.coolDown = coolDown.toNanos();
	}

	URI baseUrl() {
		return this.baseUrl;
	}

	boolean isWorking() {
		return condition().restsUntil == null;
	}

	/**
	 * Tell one caller that the cool-down is over. The next one is notified after another
	 * cool-down, in case nothing is heard of the first.
	 */
	boolean isToBeTried(long now) {
		Condition present = condition();
		return present.restsUntil != null && now - present.restsUntil >= 0
				&& this.condition.compareAndSet(present, new Condition(present.serverErrors, now + this.coolDown));
	}

	void work() {
		this.condition.set(WORKING);
	}

	void openCircuit(long now) {
		this.condition.set(new Condition(this.maxServerErrors, now + this.coolDown));
	}

	/**
	 * Count a 5xx.
	 * @return whether it was one too many
	 */
	boolean respondedWithServerError(long now) {
		Condition next = this.condition.updateAndGet((present) -> {
			int serverErrors = present.serverErrors + 1;
			return new Condition(serverErrors,
					(serverErrors >= this.maxServerErrors) ? Long.valueOf(now + this.coolDown) : present.restsUntil);
		});
		return next.restsUntil != null;
	}

	private Condition condition() {
		Condition present = this.condition.get();
		return (present != null) ? present : WORKING;
	}

	/**
	 * How a host is doing.
	 *
	 * @param serverErrors how many responses in a row were 5xx
	 * @param restsUntil when it may be tried again, {@code null} while it works
	 */
	private record Condition(int serverErrors, @Nullable Long restsUntil) {

	}

}
