package io.github.wechatpayhk.wire;

import java.net.URI;

import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.AbstractClientHttpRequest;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ExchangeStrategies;

/**
 * Takes the bytes of a request once, as a socket does. They can arrive late, twice or
 * never.
 */
public final class WrittenRequest extends AbstractClientHttpRequest {

	private final ClientRequest request;

	private byte[] body = {};

	private WrittenRequest(ClientRequest request) {
		this.request = request;
	}

	/**
	 * Write a request.
	 * @param request the request of the client
	 * @return what is on the wire, to be handed to a gateway
	 */
	public static Mono<ClientRequest> write(ClientRequest request) {
		return Mono.defer(() -> {
			WrittenRequest written = new WrittenRequest(request);
			return request.writeTo(written, ExchangeStrategies.withDefaults())
				.then(Mono.fromSupplier(
						() -> ClientRequest.from(request).body(BodyInserters.fromValue(written.body)).build()));
		});
	}

	@Override
	public HttpMethod getMethod() {
		return this.request.method();
	}

	@Override
	public URI getURI() {
		return this.request.url();
	}

	@Override
	public DataBufferFactory bufferFactory() {
		return DefaultDataBufferFactory.sharedInstance;
	}

	@Override
	@SuppressWarnings({ "unchecked", "TypeParameterUnusedInFormals" })
	public <T> T getNativeRequest() {
		return (T) this;
	}

	@Override
	public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
		return doCommit(() -> DataBufferUtils.join(body).doOnNext(this::keep).then());
	}

	private void keep(DataBuffer buffer) {
		this.body = new byte[buffer.readableByteCount()];
		buffer.read(this.body);
		DataBufferUtils.release(buffer);
	}

	@Override
	public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
		return writeWith(Flux.from(body).concatMap((part) -> part));
	}

	@Override
	public Mono<Void> setComplete() {
		return doCommit();
	}

	@Override
	protected void applyHeaders() {
		// nobody reads them
	}

	@Override
	protected void applyCookies() {
		// nobody reads them
	}

}
