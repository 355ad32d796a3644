package io.github.wechatpayhk.quickpay;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.github.wechatpayhk.wire.WrittenRequest;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;

/**
 * A network on which requests can stay so long that their sender has given up when they
 * arrive and take effect. It remembers what was sent.
 */
final class SlowNetwork implements ExchangeFunction {

	private final ExchangeFunction gateway;

	private final Scheduler scheduler;

	private final InstantSource clock;

	private final Map<String, Deque<Duration>> delays = new HashMap<>();

	private final List<Sent> sent = new ArrayList<>();

	SlowNetwork(ExchangeFunction gateway, Scheduler scheduler, InstantSource clock) {
		this.gateway = gateway;
		this.scheduler = scheduler;
		this.clock = clock;
	}

	/**
	 * Delay requests whose path ends so, one after the other; zero delays nothing.
	 */
	void delay(String ending, Duration delay) {
		this.delays.computeIfAbsent(ending, (unused) -> new ArrayDeque<>()).add(delay);
	}

	void forget() {
		this.delays.clear();
		this.sent.clear();
	}

	List<Instant> sent(String ending) {
		return this.sent.stream()
			.filter((request) -> request.method().equals("POST") && request.path().endsWith(ending))
			.map(Sent::at)
			.toList();
	}

	@Override
	public Mono<ClientResponse> exchange(ClientRequest request) {
		return Mono.defer(() -> {
			this.sent.add(new Sent(request.method().name(), request.url().getPath(), this.clock.instant()));
			Duration delay = nextDelay(request);
			if (delay == null || delay.isZero()) {
				return this.gateway.exchange(request);
			}
			return WrittenRequest.write(request).flatMap((written) -> {
				this.scheduler.schedule(() -> this.gateway.exchange(written)
					.flatMap(ClientResponse::releaseBody)
					.subscribe((unused) -> {
					}, (lost) -> {
					}), delay.toMillis(), TimeUnit.MILLISECONDS);
				return Mono.never();
			});
		});
	}

	private @Nullable Duration nextDelay(ClientRequest request) {
		if (!request.method().name().equals("POST")) {
			return null;
		}
		for (Map.Entry<String, Deque<Duration>> entry : this.delays.entrySet()) {
			if (request.url().getPath().endsWith(entry.getKey())) {
				return entry.getValue().poll();
			}
		}
		return null;
	}

	private record Sent(String method, String path, Instant at) {

	}

}
