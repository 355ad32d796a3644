package io.github.wechatpayhk.simulator.time;

/**
 * Runs an agenda in the background until it is closed, for a clock that moves by itself.
 *
 * @since 0.1.0
 */
public final class AgendaRunner implements AutoCloseable {

	private static final long PATIENCE = 20;

	private final Thread thread;

	/**
	 * Start to run an agenda.
	 * @param agenda the agenda
	 */
	public AgendaRunner(Agenda agenda) {
		this.thread = new Thread(() -> run(agenda), "wechatpay-hk-simulator-agenda");
		this.thread.setDaemon(true);
		this.thread.start();
	}

	private static void run(Agenda agenda) {
		try {
			while (!Thread.currentThread().isInterrupted()) {
				agenda.awaitEvent(PATIENCE);
				agenda.run();
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
