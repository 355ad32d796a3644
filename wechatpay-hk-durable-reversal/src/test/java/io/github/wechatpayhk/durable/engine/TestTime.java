package io.github.wechatpayhk.durable.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A clock that can be set, and time that can be made to pass.
 */
final class TestTime implements InstantSource {

	private final AtomicReference<Duration> passed = new AtomicReference<>(Duration.ZERO);

	private final AtomicReference<Duration> set = new AtomicReference<>(Duration.ZERO);

	@Override
	public Instant instant() {
		return Instant.now().plus(this.passed.get()).plus(this.set.get());
	}

	long nanoTime() {
		return System.nanoTime() + this.passed.get().toNanos();
	}

	/**
	 * Let time pass, for the clock as well.
	 */
	void pass(Duration time) {
		this.passed.accumulateAndGet(time, Duration::plus);
	}

	/**
	 * Set the clock, while no time passes.
	 */
	void set(Duration forward) {
		this.set.accumulateAndGet(forward, Duration::plus);
	}

}
