package io.github.wechatpayhk.webclient;

import java.net.URI;

import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.AbstractClientHttpRequest;
import org.springframework.web.reactive.function.client.ClientRequest;

/**
 * A request that is written to memory only. It keeps the bytes of the body, and the
 * headers that were added while it was written, such as the boundary of a multipart body.
 */
final class RenderedRequest extends AbstractClientHttpRequest {

	private static final byte[] EMPTY = {};

	private final ClientRequest request;

	private final int maxSize;

	private byte[] body = EMPTY;

	RenderedRequest(ClientRequest request, int maxSize) {
		super(HttpHeaders.copyOf(request.headers()));
		this.request = request;
		this.maxSize = maxSize;
	}

	byte[] body() {
		return this.body;
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
		// an empty body makes 'join' empty as well: nothing is kept then, which is right
		return doCommit(() -> DataBufferUtils.join(body, this.maxSize).doOnNext(this::keep).then());
	}

	@Override
	public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
		return writeWith(Flux.from(body).concatMap((part) -> part));
	}

	@Override
	public Mono<Void> setComplete() {
		return doCommit();
	}

	private void keep(DataBuffer buffer) {
		this.body = BodyBytes.of(buffer);
	}

	@Override
	protected void applyHeaders() {
		// they stay here until they are copied to the real request
	}

	@Override
	protected void applyCookies() {
		// these too are copied to the real request, which has those of the caller already
	}

}
