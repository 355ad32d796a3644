package io.github.wechatpayhk.durable.crash;

import java.time.Duration;
import java.util.function.BooleanSupplier;

import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/**
 * Waits for what other processes do.
 */
final class Waiting {

	static final Duration LONG_ENOUGH = Duration.ofMinutes(2);

	private Waiting() {
	}

	static void until(String what, BooleanSupplier condition) {
		try {
			Flux.interval(Duration.ZERO, Duration.ofMillis(20))
				.onBackpressureDrop()
				.publishOn(Schedulers.boundedElastic(), 1)
				.filter((tick) -> condition.getAsBoolean())
				.blockFirst(LONG_ENOUGH);
		}
		catch (IllegalStateException ex) {
			throw new IllegalStateException("Waited in vain until " + what, ex);
		}
	}

}
