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
import org.springframework.web.reactive.function.client.ClientRequest;

/**
 * Takes the bytes of a request, as a socket would: what becomes of them is not its
 * business.
 */
public final class DiscardedRequest extends AbstractClientHttpRequest {

	private final ClientRequest request;

	public DiscardedRequest(ClientRequest request) {
		this.request = request;
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
		return doCommit(() -> Flux.from(body).doOnNext(DataBufferUtils::release).then());
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
