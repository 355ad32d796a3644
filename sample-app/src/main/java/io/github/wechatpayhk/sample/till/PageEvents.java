package io.github.wechatpayhk.sample.till;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

import io.github.wechatpayhk.sample.wire.WireJournal;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpStatus;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/**
 * What open pages receive: that their order has changed, not how. A page then fetches
 * what it shows, so nothing is lost while it is slow or disconnected. No thread belongs
 * to a page.
 */
@Component
class PageEvents {

	static final int MOST_PAGES = 500;

	private static final Duration HEARTBEAT = Duration.ofSeconds(15);

	private static final Duration AT_MOST_EVERY = Duration.ofMillis(100);

	private static final Duration RECONNECTION = Duration.ofSeconds(1);

	/** Shorter than the time after which the server ends a response that is open. */
	private static final Duration LONGEST = Duration.ofSeconds(100);

	private final Changes changes;

	private final WireJournal wire;

	private final AtomicInteger pages = new AtomicInteger();

	private final Sinks.Empty<Void> closing = Sinks.empty();

	PageEvents(Changes changes, WireJournal wire) {
		this.changes = changes;
		this.wire = wire;
	}

	/**
	 * Follow an order. The browser connects again when this ends.
	 * @param outTradeNo the order
	 * @param hasChanged whether the order differs from what the page shows, which may
	 * block; called after the subscription to changes, so that none falls in between
	 * @return the events; an error with the status 503 if too many pages are open
	 */
	Flux<ServerSentEvent<String>> of(String outTradeNo, BooleanSupplier hasChanged) {
		return Flux.defer(() -> {
			if (this.pages.incrementAndGet() > MOST_PAGES) {
				this.pages.decrementAndGet();
				return Flux.error(new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE));
			}
			return events(outTradeNo, hasChanged).doFinally((signal) -> this.pages.decrementAndGet());
		});
	}

	/**
	 * A server that stops waits for responses that are open.
	 */
	@EventListener(ContextClosedEvent.class)
	void close() {
		this.closing.tryEmitEmpty();
	}

	private Flux<ServerSentEvent<String>> events(String outTradeNo, BooleanSupplier hasChanged) {
		Flux<ServerSentEvent<String>> changed = Flux
			.merge(this.changes.all(), this.wire.changes(),
					Flux.defer(() -> hasChanged.getAsBoolean() ? Flux.just(outTradeNo) : Flux.<String>empty())
						.subscribeOn(Schedulers.boundedElastic()))
			.filter(outTradeNo::equals)
			.sample(AT_MOST_EVERY)
			.map((number) -> ServerSentEvent.builder(number).event("changed").build());
		Flux<ServerSentEvent<String>> alive = Flux.interval(Duration.ZERO, HEARTBEAT)
			.map((beat) -> ServerSentEvent.<String>builder().retry(RECONNECTION).comment("alive").build());
		return Flux.merge(changed, alive).take(LONGEST).takeUntilOther(this.closing.asMono());
	}

}
