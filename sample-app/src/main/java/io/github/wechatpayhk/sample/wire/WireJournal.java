package io.github.wechatpayhk.sample.wire;

import java.time.Duration;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;

import io.github.wechatpayhk.resilience.WechatPayHkOperation;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

import org.springframework.stereotype.Component;

/**
 * The last exchanges with WeChat Pay, in memory.
 */
@Component
public class WireJournal {

	private static final int CAPACITY = 500;

	private final NavigableMap<Long, WireExchange> exchanges = new TreeMap<>();

	private final Sinks.Many<String> changed = Sinks.many().multicast().directBestEffort();

	private long total;

	/**
	 * Return the exchanges about an order.
	 * @param outTradeNo the order
	 * @return its exchanges, the oldest first
	 */
	public synchronized List<WireExchange> of(String outTradeNo) {
		return this.exchanges.values().stream().filter((exchange) -> outTradeNo.equals(exchange.outTradeNo())).toList();
	}

	/**
	 * Return the {@code Request-ID} of the latest response to an operation.
	 * @param operation the operation, or {@code null} for what is none
	 * @return the id, or {@code null} if there is none
	 */
	public synchronized @Nullable String requestIdOfLast(@Nullable WechatPayHkOperation operation) {
		for (WireExchange exchange : this.exchanges.descendingMap().values()) {
			if (exchange.operation() == operation && exchange.end() != null) {
				return exchange.end().requestId();
			}
		}
		return null;
	}

	/**
	 * Return the orders whose exchanges change.
	 * @return their numbers, without end
	 */
	public Flux<String> changes() {
		return this.changed.asFlux();
	}

	WireExchange begin(LongFunction<WireExchange> exchange) {
		WireExchange begun = add(exchange);
		publish(begun);
		return begun;
	}

	private synchronized WireExchange add(LongFunction<WireExchange> exchange) {
		WireExchange begun = exchange.apply(++this.total);
		this.exchanges.put(begun.number(), begun);
		if (this.exchanges.size() > CAPACITY) {
			this.exchanges.pollFirstEntry();
		}
		return begun;
	}

	void change(WireExchange exchange, UnaryOperator<WireExchange> change) {
		WireExchange changed = replace(exchange.number(), change);
		if (changed != null) {
			publish(changed);
		}
	}

	private synchronized @Nullable WireExchange replace(long number, UnaryOperator<WireExchange> change) {
		return this.exchanges.computeIfPresent(number, (key, exchange) -> change.apply(exchange));
	}

	private void publish(WireExchange exchange) {
		if (exchange.outTradeNo() != null) {
			this.changed.emitNext(exchange.outTradeNo(), Sinks.EmitFailureHandler.busyLooping(Duration.ofSeconds(1)));
		}
	}

}
