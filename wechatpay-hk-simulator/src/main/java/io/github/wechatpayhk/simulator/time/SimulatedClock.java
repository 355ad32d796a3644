package io.github.wechatpayhk.simulator.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A clock that a test can move forward. It shows the time of an underlying clock plus all
 * that it was advanced by. Thread-safe.
 *
 * @since 0.1.0
 */
public final class SimulatedClock implements InstantSource {

	private final InstantSource source;

	private final AtomicLong offsetNanos = new AtomicLong();

	private SimulatedClock(InstantSource source) {
		this.source = source;
	}

	/**
	 * Return a clock that runs with the system's time.
	 * @return the clock
	 */
	public static SimulatedClock ticking() {
		return of(InstantSource.system());
	}

	/**
	 * Return a clock that stands still until it is advanced.
	 * @param start the time it shows at first
	 * @return the clock
	 */
	public static SimulatedClock standing(Instant start) {
		return of(InstantSource.fixed(start));
	}

	/**
	 * Return a clock on top of another one.
	 * @param source the clock underneath; returned as it is when it can already be
	 * advanced
	 * @return the clock
	 */
	public static SimulatedClock of(InstantSource source) {
		return (source instanceof SimulatedClock simulated) ? simulated : new SimulatedClock(source);
	}

	@Override
	public Instant instant() {
		return this.source.instant().plusNanos(this.offsetNanos.get());
	}

	/**
	 * Move the clock forward. What falls due on the way happens at the simulator's next
	 * look at the clock; use {@code WechatPayHkSimulator.advance} to let it happen at
	 * once.
	 * @param time how far, not negative
	 */
	public void advance(Duration time) {
		if (time.isNegative()) {
			throw new IllegalArgumentException("'time' must not be negative, time only moves forward");
		}
		this.offsetNanos.addAndGet(time.toNanos());
	}

}
