package io.github.wechatpayhk.durable.store;

import reactor.core.scheduler.Schedulers;

/**
 * The rule for all calls that read or write the database: they block, so that a thread
 * that must not block refuses them.
 *
 * @since 0.1.0
 */
public final class EventLoop {

	private EventLoop() {
	}

	/**
	 * Refuse a call on an event loop, or on another thread that Reactor marks as
	 * non-blocking.
	 * @throws IllegalStateException if the thread must not block
	 */
	public static void refuse() {
		if (Schedulers.isInNonBlockingThread()) {
			throw new IllegalStateException("Thread '" + Thread.currentThread().getName()
					+ "' must not block, and this call reads or writes the database. Nothing is done. Call in another "
					+ "thread, such as one of Schedulers.boundedElastic()");
		}
	}

}
