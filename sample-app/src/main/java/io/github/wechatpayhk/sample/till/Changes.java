package io.github.wechatpayhk.sample.till;

import java.time.Duration;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

import org.springframework.stereotype.Component;

/**
 * Tells the open pages which orders have changed. A page that is slow misses nothing: it
 * fetches the order as it stands on each event.
 */
@Component
class Changes {

	private final Sinks.Many<String> changed = Sinks.many().multicast().directBestEffort();

	void publish(String outTradeNo) {
		this.changed.emitNext(outTradeNo, Sinks.EmitFailureHandler.busyLooping(Duration.ofSeconds(1)));
	}

	Flux<String> all() {
		return this.changed.asFlux();
	}

}
