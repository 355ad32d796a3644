package io.github.wechatpayhk.simulator.transport;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

import io.github.wechatpayhk.simulator.http.RawHeaders;
import io.github.wechatpayhk.simulator.http.RawRequest;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.AbstractClientHttpRequest;

/**
 * Takes a request's bytes as a connector would.
 */
final class RenderedRequest extends AbstractClientHttpRequest {

	private final HttpMethod method;

	private final URI url;

	private final ByteArrayOutputStream body = new ByteArrayOutputStream();

	RenderedRequest(HttpMethod method, URI url) {
		this.method = method;
		this.url = url;
	}

	RawRequest raw(String target) {
		List<RawHeaders.Field> fields = new ArrayList<>();
		fields.add(new RawHeaders.Field("Host", this.url.getRawAuthority()));
		getHeaders()
			.forEach((name, values) -> values.forEach((value) -> fields.add(new RawHeaders.Field(name, value))));
		if (!getHeaders().containsHeader("User-Agent")) {
			fields.add(new RawHeaders.Field("User-Agent", "in-memory"));
		}
		return new RawRequest(this.method.name(), target, RawHeaders.of(fields), this.body.toByteArray());
	}

	@Override
	public HttpMethod getMethod() {
		return this.method;
	}

	@Override
	public URI getURI() {
		return this.url;
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
	public Mono<Void> writeWith(Publisher<? extends DataBuffer> content) {
		return doCommit(() -> Flux.from(content).doOnNext(this::append).then());
	}

	@Override
	public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> content) {
		return writeWith(Flux.from(content).concatMap((part) -> part));
	}

	@Override
	public Mono<Void> setComplete() {
		return doCommit();
	}

	private void append(DataBuffer buffer) {
		byte[] bytes = new byte[buffer.readableByteCount()];
		buffer.read(bytes);
		DataBufferUtils.release(buffer);
		this.body.writeBytes(bytes);
	}

	@Override
	protected void applyHeaders() {
		// The headers are read when the gateway is asked.
	}

	@Override
	protected void applyCookies() {
		// WeChat Pay knows no cookies.
	}

}
