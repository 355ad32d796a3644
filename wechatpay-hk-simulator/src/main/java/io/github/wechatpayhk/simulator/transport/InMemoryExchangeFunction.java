package io.github.wechatpayhk.simulator.transport;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.wechatpayhk.simulator.gateway.SimulatedGateway;
import io.github.wechatpayhk.simulator.http.RawResponse;
import io.github.wechatpayhk.simulator.http.RawHeaders;
import io.github.wechatpayhk.simulator.http.RawRequest;
import io.github.wechatpayhk.simulator.http.Transmission;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.reactive.function.client.ExchangeStrategies;
import org.springframework.web.reactive.function.client.WebClientRequestException;

/**
 * The transport in memory: a {@code WebClient} asks the gateway without a network. The
 * gateway works, which means RSA, on one scheduler; latency passes on another.
 * Thread-safe.
 *
 * @since 0.1.0
 */
public final class InMemoryExchangeFunction implements ExchangeFunction {

	private static final int PIECES = 8;

	private final SimulatedGateway gateway;

	private final Scheduler worker;

	private final Scheduler scheduler;

	private final ExchangeStrategies strategies = ExchangeStrategies.withDefaults();

	private InMemoryExchangeFunction(SimulatedGateway gateway, Scheduler worker, Scheduler scheduler) {
		this.gateway = gateway;
		this.worker = worker;
		this.scheduler = scheduler;
	}

	/**
	 * Create a transport. Its type is the interface, so that callers load without
	 * spring-webflux.
	 * @param gateway the gateway behind it
	 * @param worker where the gateway works
	 * @param scheduler where latency passes
	 * @return the transport
	 */
	public static ExchangeFunction create(SimulatedGateway gateway, Scheduler worker, Scheduler scheduler) {
		return new InMemoryExchangeFunction(gateway, worker, scheduler);
	}

	@Override
	public Mono<ClientResponse> exchange(ClientRequest request) {
		return Mono.defer(() -> {
			RenderedRequest rendered = new RenderedRequest(request.method(), request.url());
			return request.writeTo(rendered, this.strategies)
				.then(Mono.fromCallable(() -> this.gateway.handle(rendered.raw(target(request.url()))))
					.subscribeOn(this.worker))
				.flatMap((raw) -> deliver(raw, request));
		});
	}

	private static String target(URI url) {
		String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
		return (url.getRawQuery() != null) ? path + "?" + url.getRawQuery() : path;
	}

	private Mono<ClientResponse> deliver(RawResponse raw, ClientRequest request) {
		Transmission transmission = raw.transmission();
		Mono<ClientResponse> delivered = switch (transmission.ending()) {
			case SILENCE -> Mono.never();
			case RESET -> Mono.error(() -> new WebClientRequestException(new IOException("Connection reset by peer"),
					request.method(), request.url(), request.headers()));
			case COMPLETE, TRUNCATED -> Mono.fromCallable(() -> response(raw));
		};
		return transmission.delay().isZero() ? delivered
				: Mono.delay(transmission.delay(), this.scheduler).then(delivered);
	}

	private ClientResponse response(RawResponse raw) {
		ClientResponse.Builder response = ClientResponse.create(HttpStatusCode.valueOf(raw.status()), this.strategies);
		for (RawHeaders.Field field : raw.headers().fields()) {
			response.header(field.name(), field.value());
		}
		return response.body(body(raw)).build();
	}

	private Flux<DataBuffer> body(RawResponse raw) {
		byte[] bytes = raw.body();
		Duration drip = raw.transmission().drip();
		if (raw.transmission().ending() == Transmission.Ending.TRUNCATED) {
			return Flux.concat(Flux.just(buffer(bytes, 0, bytes.length / 2)),
					Flux.error(() -> new IOException("Connection closed before the whole response arrived")));
		}
		if (bytes.length == 0) {
			return Flux.empty();
		}
		if (drip.isZero()) {
			return Flux.just(buffer(bytes, 0, bytes.length));
		}
		List<DataBuffer> pieces = new ArrayList<>();
		int size = Math.max(1, bytes.length / PIECES);
		for (int start = 0; start < bytes.length; start += size) {
			pieces.add(buffer(bytes, start, Math.min(size, bytes.length - start)));
		}
		return Flux.fromIterable(pieces).delayElements(drip.dividedBy(pieces.size()), this.scheduler);
	}

	private static DataBuffer buffer(byte[] bytes, int start, int length) {
		DataBuffer buffer = DefaultDataBufferFactory.sharedInstance.allocateBuffer(Math.max(1, length));
		return buffer.write(bytes, start, length);
	}

}
