package io.github.wechatpayhk.durable.engine;

import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;

import io.github.wechatpayhk.durable.DurableReversalSettings;
import org.jspecify.annotations.Nullable;

/**
 * Starts and stops, as often as somebody likes: at most one db-scheduler of this process
 * runs at a time.
 */
final class SchedulerLifecycle {

	private final DurableReversalSettings settings;

	private final InstantSource clock;

	private final SchedulerRunner.Parts parts;

	private final ReentrantLock lock = new ReentrantLock();

	private @Nullable SchedulerRunner running;

	SchedulerLifecycle(DurableReversalSettings settings, InstantSource clock, SchedulerRunner.Parts parts) {
		this.settings = settings;
		this.clock = clock;
		this.parts = parts;
	}

	void start() {
		this.lock.lock();
		try {
			if (this.running == null) {
				this.running = SchedulerRunner.start(this.settings, this.clock, this.parts);
				this.parts.storage().plans().onDue(this.running::lookForDue);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	void stop() {
		SchedulerRunner stopping = takeRunning();
		if (stopping != null) {
			stopping.stop();
		}
	}

	private @Nullable SchedulerRunner takeRunning() {
		this.lock.lock();
		try {
			SchedulerRunner taken = this.running;
			this.running = null;
			this.parts.storage().plans().onDue(() -> {
			});
			return taken;
		}
		finally {
			this.lock.unlock();
		}
	}

	boolean isRunning() {
		this.lock.lock();
		try {
			return this.running != null;
		}
		finally {
			this.lock.unlock();
		}
	}

	void lookForPause() {
		this.lock.lock();
		try {
			if (this.running != null) {
				this.running.lookForPause();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

}
