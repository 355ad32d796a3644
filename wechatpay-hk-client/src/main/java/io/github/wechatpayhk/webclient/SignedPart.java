package io.github.wechatpayhk.webclient;

import java.util.Map;

import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.ResolvableType;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ReactiveHttpInputMessage;
import org.springframework.http.codec.multipart.DefaultPartHttpMessageReader;
import org.springframework.http.codec.multipart.Part;

/**
 * Tells which part of a body is signed: all of it, but of a multipart upload only the
 * JSON of its part {@code meta} (<a href=
 * "https://github.com/wechatpayhk/wechatpay-hk-spring-boot/blob/main/docs/protocol.md#request-signing">protocol</a>).
 */
final class SignedPart {

	private static final String NAME = "meta";

	private final DefaultPartHttpMessageReader reader = new DefaultPartHttpMessageReader();

	SignedPart() {
		// the body is in memory and bounded already; to disk, the reader would block
		this.reader.setMaxInMemorySize(-1);
	}

	Mono<byte[]> of(RenderedRequest rendered) {
		MediaType contentType = rendered.getHeaders().getContentType();
		if (contentType == null || !contentType.getType().equalsIgnoreCase("multipart")) {
			return Mono.just(rendered.body());
		}
		return this.reader.read(ResolvableType.forClass(Part.class), new RenderedMessage(rendered), Map.of())
			.filter((part) -> part.name().equals(NAME))
			.collectList()
			.filter((parts) -> parts.size() == 1)
			.switchIfEmpty(Mono.error(SignedPart::notOne))
			.flatMap((parts) -> DataBufferUtils.join(parts.get(0).content()))
			.map(BodyBytes::of)
			.switchIfEmpty(Mono.error(SignedPart::notOne))
			.onErrorMap((ex) -> !(ex instanceof WechatPayHkException),
					(ex) -> new WechatPayHkRequestException("The multipart body cannot be read again", ex));
	}

	/**
	 * WeChat Pay would refuse it: neither all of the bytes nor none of them are what it
	 * verifies.
	 */
	private static WechatPayHkRequestException notOne() {
		return new WechatPayHkRequestException(
				"A multipart body needs exactly one part 'meta' with JSON, as that is what is signed");
	}

	/**
	 * The rendered body, to be read again.
	 */
	private static final class RenderedMessage implements ReactiveHttpInputMessage {

		private final RenderedRequest rendered;

		RenderedMessage(RenderedRequest rendered) {
			this.rendered = rendered;
		}

		@Override
		public HttpHeaders getHeaders() {
			return this.rendered.getHeaders();
		}

		@Override
		public Flux<DataBuffer> getBody() {
			return Flux.defer(() -> Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(this.rendered.body())));
		}

	}

}
