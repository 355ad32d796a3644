package io.github.wechatpayhk.signature;

import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Where signatures are computed: RSA keeps a core busy for about a millisecond, and draws
 * random numbers that may block, so it must not run on an event loop. Event loops put
 * their calls into the line without a lock, as they must not wait for each other there.
 *
 * @since 0.1.0
 */
public final class SigningScheduler {

	private static final long IDLE_SECONDS = 30;

	private SigningScheduler() {
	}

	/**
	 * Create a scheduler with as many threads as there are processors. They are daemons,
	 * start with the first signature and end when idle; calls wait in one line for them.
	 * @return the scheduler, to be disposed of by its owner
	 */
	public static Scheduler create() {
		int processors = Runtime.getRuntime().availableProcessors();
		AtomicInteger number = new AtomicInteger();
		ThreadPoolExecutor executor = new ThreadPoolExecutor(processors, processors, IDLE_SECONDS, TimeUnit.SECONDS,
				new LinkedTransferQueue<>(), (task) -> {
					Thread thread = new Thread(task, "wechatpay-hk-signing-" + number.incrementAndGet());
					thread.setDaemon(true);
					return thread;
				});
		executor.allowCoreThreadTimeOut(true);
		return Schedulers.fromExecutorService(executor);
	}

}
