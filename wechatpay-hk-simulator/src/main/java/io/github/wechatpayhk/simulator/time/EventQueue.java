package io.github.wechatpayhk.simulator.time;

import java.time.Instant;
import java.time.InstantSource;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * What will happen, in the order of time. Nothing happens by itself: events that are due
 * happen when the event queue is run. Thread-safe.
 *
 * @since 0.1.0
 */
public final class EventQueue {

	private final Lock running = new ReentrantLock();

	private final Lock lock = new ReentrantLock();

	private final Condition added = this.lock.newCondition();

	private final Queue<Event> events = new PriorityQueue<>();

	private final InstantSource clock;

	private long sequence;

	/**
	 * Create an empty event queue.
	 * @param clock the clock by which events fall due
	 */
	public EventQueue(InstantSource clock) {
		this.clock = clock;
	}

	/**
	 * Add an event.
	 * @param at when it falls due
	 * @param action what happens then; it is given the moment at which it fell due
	 */
	public void add(Instant at, Consumer<Instant> action) {
		this.lock.lock();
		try {
			this.events.add(new Event(at, this.sequence++, action));
			this.added.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Let everything happen that is due now.
	 */
	public void run() {
		Instant now = this.clock.instant();
		if (!isDue(now)) {
			return;
		}
		this.running.lock();
		try {
			Event event = next(now);
			while (event != null) {
				event.action().accept(event.at());
				event = next(now);
			}
		}
		finally {
			this.running.unlock();
		}
	}

	/**
	 * Forget everything that is still to come.
	 */
	public void clear() {
		this.lock.lock();
		try {
			this.events.clear();
		}
		finally {
			this.lock.unlock();
		}
	}

	// Wakes up now and then, as the clock may be moved by others.
	void awaitEvent(long milliseconds) throws InterruptedException {
		this.lock.lockInterruptibly();
		try {
			while (!isDue(this.clock.instant())) {
				if (this.events.isEmpty()) {
					this.added.await();
				}
				else {
					this.added.await(milliseconds, TimeUnit.MILLISECONDS);
				}
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean isDue(Instant now) {
		this.lock.lock();
		try {
			Event event = this.events.peek();
			return event != null && !event.at().isAfter(now);
		}
		finally {
			this.lock.unlock();
		}
	}

	private @Nullable Event next(Instant now) {
		this.lock.lock();
		try {
			Event event = this.events.peek();
			return (event != null && !event.at().isAfter(now)) ? this.events.poll() : null;
		}
		finally {
			this.lock.unlock();
		}
	}

	private record Event(Instant at, long sequence, Consumer<Instant> action) implements Comparable<Event> {

		@Override
		public int compareTo(Event other) {
			int byTime = this.at.compareTo(other.at);
			return (byTime != 0) ? byTime : Long.compare(this.sequence, other.sequence);
		}

	}

}
