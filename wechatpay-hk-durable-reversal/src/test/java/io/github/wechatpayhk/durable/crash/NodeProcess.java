package io.github.wechatpayhk.durable.crash;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * A node in a process of its own, and the front that is its only way to the simulator.
 */
final class NodeProcess {

	private final String name = "node-" + UUID.randomUUID().toString().substring(0, 8);

	private final Supplier<Aim> aim;

	private final AtomicLong killedAt = new AtomicLong();

	private final Front front;

	private final JavaProcess process;

	private NodeProcess(SimulatorProcess simulator, CrashDatabase database, Supplier<Aim> aim) {
		this.aim = aim;
		this.front = new Front(simulator, aim, this::kill);
		this.process = JavaProcess.start(CrashNode.class, this::hear, simulator.keys().toString(),
				this.front.baseUrl().toString(), database.argument(this.name));
	}

	static NodeProcess start(SimulatorProcess simulator, CrashDatabase database, Supplier<Aim> aim) {
		return new NodeProcess(simulator, database, aim);
	}

	private void hear(String line) {
		String word = "SCHEDULED ";
		if (line.startsWith(word) && this.aim.get().take(line.substring(word.length()), Moment.STORE_TO_SEND)) {
			kill();
		}
		word = "TELLING ";
		if (line.startsWith(word)) {
			tell(line.substring(word.length()));
		}
	}

	private void tell(String order) {
		if (this.aim.get().take(order, Moment.STATE_TO_LISTENER)) {
			kill();
		}
		else {
			this.process.say("told " + order);
		}
	}

	String name() {
		return this.name;
	}

	NodeProcess awaitReady() {
		this.process.awaitLine("READY");
		return this;
	}

	void schedule(String order) {
		this.process.say("reversal " + order);
	}

	String waiting() {
		return this.process.ask("waiting");
	}

	List<String> lines() {
		return this.process.lines();
	}

	boolean isAlive() {
		return this.process.isAlive();
	}

	Map<Passage.Step, Long> steps(String order) {
		return this.front.steps(order);
	}

	void kill() {
		this.killedAt.compareAndSet(0, System.nanoTime());
		this.process.kill();
	}

	/**
	 * Return the {@link System#nanoTime()} at which it was killed.
	 */
	long killedAt() {
		return this.killedAt.get();
	}

	void stop() {
		this.process.stop();
		this.front.close();
	}

	void close() {
		this.process.kill();
		this.front.close();
	}

}
