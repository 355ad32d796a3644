package io.github.wechatpayhk.benchmarks.growth;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.benchmarks.load.VoidRunException;
import io.github.wechatpayhk.durable.DurableMerchant;
import io.github.wechatpayhk.durable.DurableMerchants;
import io.github.wechatpayhk.durable.DurableReversalEvent;
import io.github.wechatpayhk.durable.DurableReversals;
import io.github.wechatpayhk.durable.ReversalState;
import io.github.wechatpayhk.durable.engine.DurableReversalEngine;
import io.github.wechatpayhk.durable.engine.DurableStore;
import io.github.wechatpayhk.order.ReverseOrderService;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Nodes on one database, in one process, with the default settings.
 */
final class Nodes implements AutoCloseable {

	private static final Duration LIMIT = Duration.ofMinutes(10);

	private final List<DurableReversalEngine> engines = new ArrayList<>();

	private final AtomicLong ended = new AtomicLong();

	private final AtomicLong sentAt = new AtomicLong();

	Nodes(DurableStore store, WechatPayHkClient client, int number) {
		ReverseOrderService service = ReverseOrderService.create(client);
		DurableMerchant merchant = DurableMerchant.of(client, (request) -> Mono.defer(() -> {
			this.sentAt.set(System.nanoTime());
			return service.reverse(request);
		}));
		for (int node = 0; node < number; node++) {
			// one exchange each: what is measured is the engine
			this.engines.add(DurableReversalEngine.builder(store, DurableMerchants.of(merchant))
				.confirmReversals(false)
				.listener(this::count)
				.build());
		}
	}

	private void count(DurableReversalEvent event) {
		if (!(event instanceof DurableReversalEvent.Ended end) || end.reversal().state() != ReversalState.REVERSED) {
			throw new VoidRunException("A scheduled reversal did not end as it should: " + event, null);
		}
		this.ended.incrementAndGet();
	}

	DurableReversals reversals() {
		return this.engines.get(0).reversals();
	}

	void start() {
		this.engines.forEach(DurableReversalEngine::start);
	}

	void awaitEnded(long number) {
		Flux.interval(Duration.ZERO, Duration.ofMillis(2))
			.onBackpressureDrop()
			.filter((tick) -> this.ended.get() >= number)
			.blockFirst(LIMIT);
	}

	/**
	 * Return how many scheduled reversals ended as they should.
	 */
	long ended() {
		return this.ended.get();
	}

	/**
	 * Return the {@link System#nanoTime()} at which a call began last.
	 */
	long sentAt() {
		return this.sentAt.get();
	}

	@Override
	public void close() {
		this.engines.forEach(DurableReversalEngine::close);
	}

}
