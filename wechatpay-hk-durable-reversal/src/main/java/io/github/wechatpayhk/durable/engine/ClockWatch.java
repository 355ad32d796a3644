package io.github.wechatpayhk.durable.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Notices when the clock is set, by comparing it with the time that has passed.
 */
final class ClockWatch {

	private static final Duration TOLERANCE = Duration.ofSeconds(2);

	private static final int MOST_JUMPS = 100;

	private final InstantSource clock;

	private final LongSupplier nanoTime;

	private final ReentrantLock lock = new ReentrantLock();

	private final Deque<Jump> jumps = new ArrayDeque<>();

	private Instant time;

	private long nanos;

	ClockWatch(InstantSource clock, LongSupplier nanoTime) {
		this.clock = clock;
		this.nanoTime = nanoTime;
		this.time = clock.instant();
		this.nanos = nanoTime.getAsLong();
	}

	/**
	 * Look at the clock. To be called often.
	 * @return whether it was set back since the last time
	 */
	boolean look() {
		this.lock.lock();
		try {
			Instant now = this.clock.instant();
			long nanosNow = this.nanoTime.getAsLong();
			Duration jump = Duration.between(this.time, now).minusNanos(nanosNow - this.nanos);
			this.time = now;
			this.nanos = nanosNow;
			if (jump.abs().compareTo(TOLERANCE) <= 0) {
				return false;
			}
			this.jumps.addLast(new Jump(now, jump));
			if (this.jumps.size() > MOST_JUMPS) {
				this.jumps.removeFirst();
			}
			return jump.isNegative();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return by how much less time has passed since a moment than the clock shows.
	 * @param since the moment, as the clock showed it
	 * @return the time by which the clock was set forward since, at least zero
	 */
	Duration setForwardSince(Instant since) {
		look();
		this.lock.lock();
		try {
			Duration sum = Duration.ZERO;
			for (Jump jump : this.jumps) {
				sum = jump.to().isAfter(since) ? sum.plus(jump.size()) : sum;
			}
			return sum.isNegative() ? Duration.ZERO : sum;
		}
		finally {
			this.lock.unlock();
		}
	}

	private record Jump(Instant to, Duration size) {
	}

}
