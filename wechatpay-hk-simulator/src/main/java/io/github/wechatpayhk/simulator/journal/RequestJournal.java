package io.github.wechatpayhk.simulator.journal;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

import io.github.wechatpayhk.simulator.protocol.Operation;
import io.github.wechatpayhk.simulator.time.Waiting;

/**
 * The requests that were received last. Bounded: the oldest give way. Thread-safe.
 *
 * @since 0.1.0
 */
public final class RequestJournal {

	private final Lock lock = new ReentrantLock();

	private final Condition added = this.lock.newCondition();

	private final Deque<RecordedRequest> entries = new ArrayDeque<>();

	private final int capacity;

	private long total;

	/**
	 * Create an empty journal.
	 * @param capacity how many requests it keeps
	 */
	public RequestJournal(int capacity) {
		this.capacity = capacity;
	}

	/**
	 * Add a request.
	 * @param entry the request
	 */
	public void add(RecordedRequest entry) {
		this.lock.lock();
		try {
			this.total++;
			this.entries.addLast(entry);
			if (this.entries.size() > this.capacity) {
				this.entries.removeFirst();
			}
			this.added.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return the kept requests.
	 * @return the requests, the oldest first
	 */
	public List<RecordedRequest> all() {
		this.lock.lock();
		try {
			return List.copyOf(this.entries);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return the kept requests for one operation.
	 * @param operation the operation
	 * @return the requests, the oldest first
	 */
	public List<RecordedRequest> of(Operation operation) {
		return all().stream()
			.filter((entry) -> entry.route() != null && entry.route().operation() == operation)
			.toList();
	}

	/**
	 * Return the request that came last.
	 * @return the request
	 * @throws IllegalStateException if there was none
	 */
	public RecordedRequest last() {
		List<RecordedRequest> all = all();
		if (all.isEmpty()) {
			throw new IllegalStateException("No request was received");
		}
		return all.get(all.size() - 1);
	}

	/**
	 * Return how many requests were ever received, those no longer kept included.
	 * @return the number of requests
	 */
	public long total() {
		this.lock.lock();
		try {
			return this.total;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Forget all requests.
	 */
	public void clear() {
		this.lock.lock();
		try {
			this.entries.clear();
			this.total = 0;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Wait until a request is there that fulfils a condition.
	 * @param condition the condition
	 * @param timeout how long to wait
	 * @return the first such request
	 * @throws IllegalStateException if none came in time
	 */
	public RecordedRequest await(Predicate<RecordedRequest> condition, Duration timeout) {
		return Waiting.until(this.lock, this.added,
				() -> this.entries.stream().filter(condition).findFirst().orElse(null), timeout);
	}

}
