package io.github.wechatpayhk.simulator.time;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Waits for something that another thread will bring about, in real time.
 *
 * @since 0.1.0
 */
public final class Waiting {

	private Waiting() {
	}

	/**
	 * Wait until something is there.
	 * @param <T> the type of what is waited for
	 * @param lock guards what is looked at
	 * @param changed signalled, under the lock, whenever that changes
	 * @param look looks for it, under the lock; {@code null} while it is not there
	 * @param timeout how long to wait
	 * @return what is there
	 * @throws IllegalStateException if it was not there in time
	 */
	public static <T> T until(Lock lock, Condition changed, Supplier<@Nullable T> look, Duration timeout) {
		long left = timeout.toNanos();
		lock.lock();
		try {
			while (true) {
				T found = look.get();
				if (found != null) {
					return found;
				}
				if (left <= 0) {
					throw new IllegalStateException("What was waited for did not happen within " + timeout);
				}
				left = changed.awaitNanos(left);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while waiting", ex);
		}
		finally {
			lock.unlock();
		}
	}

}
