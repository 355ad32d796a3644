package io.github.wechatpayhk.durable.crash;

import java.time.Duration;
import java.util.function.BooleanSupplier;

import io.github.wechatpayhk.durable.engine.Polling;

/**
 * Waits for what other processes do.
 */
final class Waiting {

	static final Duration LONG_ENOUGH = Duration.ofMinutes(2);

	private Waiting() {
	}

	static void until(String what, BooleanSupplier condition) {
		try {
			Polling.until(condition::getAsBoolean, (isThere) -> isThere, LONG_ENOUGH);
		}
		catch (IllegalStateException ex) {
			throw new IllegalStateException("Waited in vain until " + what, ex);
		}
	}

}
