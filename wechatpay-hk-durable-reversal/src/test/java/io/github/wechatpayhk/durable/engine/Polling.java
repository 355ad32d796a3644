package io.github.wechatpayhk.durable.engine;

import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.Supplier;

import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/**
 * Reads again and again what nobody announces.
 */
public final class Polling {

	private static final Duration INTERVAL = Duration.ofMillis(10);

	private Polling() {
	}

	public static <T> T until(Supplier<T> reading, Predicate<T> condition, Duration longest) {
		return Flux.interval(Duration.ZERO, INTERVAL)
			.onBackpressureDrop()
			.publishOn(Schedulers.boundedElastic(), 1)
			.map((tick) -> reading.get())
			.filter(condition)
			.blockFirst(longest);
	}

}
