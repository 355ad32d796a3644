package io.github.wechatpayhk.webclient;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.codec.HttpMessageWriter;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.reactive.function.BodyInserter;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ExchangeStrategies;

/**
 * Renders the body of a request in memory, with the codecs of its client. Only the body:
 * what else was registered to act on the request acts once, on the real one.
 */
final class RequestRendering {

	private final BodyInserter.Context context;

	private final int maxSize;

	RequestRendering(ExchangeStrategies strategies, int maxSize) {
		this.context = new StrategiesContext(strategies);
		this.maxSize = maxSize;
	}

	Mono<RenderedRequest> render(ClientRequest request) {
		RenderedRequest rendered = new RenderedRequest(request, this.maxSize);
		return request.body()
			.insert(rendered, this.context)
			.then(Mono.just(rendered))
			.onErrorMap((ex) -> !(ex instanceof WechatPayHkException), this::failure);
	}

	private WechatPayHkRequestException failure(Throwable cause) {
		String problem = (cause instanceof DataBufferLimitException)
				? "The body of the request is longer than " + this.maxSize + " bytes"
				: "The body of the request cannot be rendered";
		return new WechatPayHkRequestException(problem, cause);
	}

	private static final class StrategiesContext implements BodyInserter.Context {

		private final ExchangeStrategies strategies;

		StrategiesContext(ExchangeStrategies strategies) {
			this.strategies = strategies;
		}

		@Override
		public List<HttpMessageWriter<?>> messageWriters() {
			return this.strategies.messageWriters();
		}

		@Override
		public Optional<ServerHttpRequest> serverRequest() {
			return Optional.empty();
		}

		@Override
		public Map<String, Object> hints() {
			return Collections.emptyMap();
		}

	}

}
