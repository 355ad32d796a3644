package io.github.wechatpayhk.simulator.notification;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

import io.github.wechatpayhk.simulator.time.Waiting;
import org.jspecify.annotations.Nullable;

/**
 * The notifications that were sent. Bounded: the oldest give way. Thread-safe.
 *
 * @since 0.1.0
 */
public final class Notifications {

	private final Lock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final Map<String, SentNotification> sent = new LinkedHashMap<>();

	private final int capacity;

	/**
	 * Create an empty record.
	 * @param capacity how many notifications it keeps
	 */
	public Notifications(int capacity) {
		this.capacity = capacity;
	}

	/**
	 * Return the kept notifications.
	 * @return the notifications, the oldest first
	 */
	public List<SentNotification> all() {
		this.lock.lock();
		try {
			return List.copyOf(this.sent.values());
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return the kept notifications about one order.
	 * @param outTradeNo the merchant's number of the order
	 * @return the notifications, the oldest first
	 */
	public List<SentNotification> of(String outTradeNo) {
		return all().stream().filter((notification) -> notification.outTradeNo().equals(outTradeNo)).toList();
	}

	/**
	 * Wait until a notification is there that fulfils a condition.
	 * @param condition the condition
	 * @param timeout how long to wait
	 * @return the first such notification
	 * @throws IllegalStateException if there was none in time
	 */
	public SentNotification await(Predicate<SentNotification> condition, Duration timeout) {
		return Waiting.until(this.lock, this.changed,
				() -> this.sent.values().stream().filter(condition).findFirst().orElse(null), timeout);
	}

	/**
	 * Forget all notifications, also those that would be sent again.
	 */
	public void clear() {
		this.lock.lock();
		try {
			this.sent.clear();
		}
		finally {
			this.lock.unlock();
		}
	}

	void add(SentNotification notification) {
		this.lock.lock();
		try {
			this.sent.put(notification.id(), notification);
			if (this.sent.size() > this.capacity) {
				this.sent.remove(this.sent.keySet().iterator().next());
			}
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	@Nullable SentNotification record(String id, SentNotification.Attempt attempt) {
		this.lock.lock();
		try {
			SentNotification extended = this.sent.computeIfPresent(id, (key, present) -> present.with(attempt));
			this.changed.signalAll();
			return extended;
		}
		finally {
			this.lock.unlock();
		}
	}

	boolean isKept(String id) {
		this.lock.lock();
		try {
			return this.sent.containsKey(id);
		}
		finally {
			this.lock.unlock();
		}
	}

}
