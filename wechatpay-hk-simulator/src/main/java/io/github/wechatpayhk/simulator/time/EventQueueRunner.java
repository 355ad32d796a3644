package io.github.wechatpayhk.simulator.time;

/**
 * Runs an event queue in the background until it is closed, for a clock that moves by
 * itself.
 *
 * @since 0.1.0
 */
public final class EventQueueRunner implements AutoCloseable {

	private static final long PATIENCE = 20;

	private final Thread thread;

	/**
	 * Start to run an event queue.
	 * @param eventQueue the event queue
	 */
	public EventQueueRunner(EventQueue eventQueue) {
		this.thread = new Thread(() -> run(eventQueue), "wechatpay-hk-simulator-eventQueue");
		this.thread.setDaemon(true);
		this.thread.start();
	}

	private static void run(EventQueue eventQueue) {
		try {
			while (!Thread.currentThread().isInterrupted()) {
				eventQueue.awaitEvent(PATIENCE);
				eventQueue.run();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void close() {
		this.thread.interrupt();
	}

}
