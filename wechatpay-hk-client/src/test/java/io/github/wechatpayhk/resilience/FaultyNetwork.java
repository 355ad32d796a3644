package io.github.wechatpayhk.resilience;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.wechatpayhk.simulator.fault.Fault;
import io.github.wechatpayhk.simulator.fault.FaultRule;
import io.github.wechatpayhk.wire.WrittenRequest;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.reactive.function.client.WebClientRequestException;

/**
 * The way between client and gateway. What was sent arrives whether or not the client
 * still waits for the response. Of a request that arrives twice, the first response is
 * the one that comes back: WeChat Pay refuses the second as a replay, and that refusal
 * would be trusted.
 */
final class FaultyNetwork implements ExchangeFunction {

	private static final Pattern NONCE = Pattern.compile("nonce_str=\"([^\"]+)\"");

	private final VirtualWorld world;

	private final Supplier<NetworkFault> faults;

	private final Supplier<Duration> travelTimes;

	private final ExchangeFunction gateway;

	private final List<Sent> sent = new ArrayList<>();

	private Runnable step = () -> {
	};

	FaultyNetwork(VirtualWorld world, Supplier<NetworkFault> faults, Supplier<Duration> travelTimes) {
		this.world = world;
		this.faults = faults;
		this.travelTimes = travelTimes;
		// all time passes on the way: what arrives is handled while its fault is injected
		this.gateway = world.simulator().exchangeFunction(Schedulers.immediate());
	}

	/**
	 * Return what the client sent.
	 * @return all requests that got a connection
	 */
	List<Sent> sent() {
		return this.sent;
	}

	/**
	 * Act at each thing that happens on the way.
	 */
	void onStep(Runnable action) {
		this.step = action;
	}

	@Override
	public Mono<ClientResponse> exchange(ClientRequest request) {
		return Mono.defer(() -> {
			NetworkFault fault = this.faults.get();
			this.step.run();
			return switch (fault) {
				case CONNECTION_REFUSED -> Mono.error(failure(request, new ConnectException("Connection refused")));
				case CONNECT_TIMEOUT -> Mono.delay(Duration.ofSeconds(2), this.world.scheduler())
					.then(Mono.error(() -> failure(request, new ConnectException("connection timed out"))));
				default -> send(request, fault);
			};
		});
	}

	private static WebClientRequestException failure(ClientRequest request, IOException cause) {
		return new WebClientRequestException(cause, request.method(), request.url(), request.headers());
	}

	private Mono<ClientResponse> send(ClientRequest request, NetworkFault fault) {
		this.sent.add(new Sent(request.url().getPath(), nonce(request), this.world.now()));
		return WrittenRequest.write(request)
			.onErrorResume(CancellationException.class, (stopped) -> Mono.never())
			.flatMap((written) -> {
				this.step.run();
				return travel(written, fault);
			})
			.doOnNext((response) -> this.step.run());
	}

	private static String nonce(ClientRequest request) {
		Matcher nonce = NONCE.matcher(String.valueOf(request.headers().getFirst(HttpHeaders.AUTHORIZATION)));
		return nonce.find() ? nonce.group(1) : "";
	}

	private Mono<ClientResponse> travel(ClientRequest request, NetworkFault fault) {
		Duration there = this.travelTimes.get();
		switch (fault) {
			case LOST_ON_THE_WAY -> {
				return Mono.delay(there, this.world.scheduler())
					.then(Mono.error(() -> failure(request, new IOException("Connection reset by peer"))));
			}
			case ARRIVES_AFTER_A_WHILE -> there = there.plusSeconds(15);
			case ARRIVES_TWICE -> arrive(request, fault, there.plus(this.travelTimes.get()).plusMillis(1));
			case SECOND_COPY_RESPONDED -> {
				arrive(request, fault, there);
				there = there.plus(this.travelTimes.get()).plusMillis(1);
			}
			case CLOCK_AHEAD -> this.world.skewClientClock(400);
			case CLOCK_BEHIND -> this.world.skewClientClock(-400);
			case CLOCK_RIGHT -> this.world.skewClientClock(0);
			default -> {
			}
		}
		return arrive(request, fault, there);
	}

	private Mono<ClientResponse> arrive(ClientRequest request, NetworkFault fault, Duration there) {
		Duration back = this.travelTimes.get();
		Sinks.One<ClientResponse> response = Sinks.one();
		Mono.delay(there, this.world.scheduler())
			.then(Mono.defer(() -> handle(request, fault)))
			.delayElement(back, this.world.scheduler())
			.subscribe(response::tryEmitValue, response::tryEmitError);
		return response.asMono();
	}

	private Mono<ClientResponse> handle(ClientRequest request, NetworkFault fault) {
		this.step.run();
		List<Fault> faults = fault.atGateway();
		if (faults.isEmpty()) {
			return this.gateway.exchange(request);
		}
		FaultRule rule = this.world.simulator()
			.faults()
			.inject(faults.get(0), faults.subList(1, faults.size()).toArray(Fault[]::new));
		Mono<ClientResponse> response = this.gateway.exchange(request).cache();
		response.subscribe((received) -> {
		}, (failure) -> {
		});
		rule.remove();
		return response.map((received) -> (received.statusCode().value() == 429)
				? received.mutate().header(HttpHeaders.RETRY_AFTER, "1").build() : received);
	}

	/**
	 * A request that left the client.
	 *
	 * @param path its path
	 * @param nonce the nonce in its signature
	 * @param at when it was sent
	 */
	record Sent(String path, String nonce, Duration at) {

	}

}
