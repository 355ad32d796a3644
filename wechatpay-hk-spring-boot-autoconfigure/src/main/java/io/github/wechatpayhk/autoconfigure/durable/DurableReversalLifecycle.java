package io.github.wechatpayhk.autoconfigure.durable;

import io.github.wechatpayhk.durable.engine.DurableReversalEngine;

import org.springframework.context.SmartLifecycle;

/**
 * Starts and stops the engine with the application.
 */
final class DurableReversalLifecycle implements SmartLifecycle {

	private final DurableReversalEngine engine;

	private final boolean isAutoStartup;

	DurableReversalLifecycle(DurableReversalEngine engine, boolean isAutoStartup) {
		this.engine = engine;
		this.isAutoStartup = isAutoStartup;
	}

	@Override
	public boolean isAutoStartup() {
		return this.isAutoStartup;
	}

	@Override
	public void start() {
		this.engine.start();
	}

	@Override
	public void stop() {
		this.engine.stop();
	}

	@Override
	public boolean isRunning() {
		return this.engine.isRunning();
	}

}
