package io.github.wechatpayhk.fuzz;

import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseCookie;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpResponse;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/**
 * Responds without a network, so that many fit into a second. For one thread.
 */
final class CannedResponses implements ClientHttpConnector {

	private @Nullable URI url;

	private int status = 204;

	private HttpHeaders headers = new HttpHeaders();

	private byte[] body = {};

	/**
	 * Response like this from now on.
	 */
	void response(int status, HttpHeaders headers, byte[] body) {
		this.status = status;
		this.headers = headers;
		this.body = body;
	}

	/**
	 * Return what was asked for last.
	 * @return the URL, or {@code null} if nothing was
	 */
	@Nullable URI lastUrl() {
		return this.url;
	}

	void forget() {
		this.url = null;
	}

	@Override
	public Mono<ClientHttpResponse> connect(HttpMethod method, URI uri,
			Function<? super ClientHttpRequest, Mono<Void>> requestCallback) {
		this.url = Objects.requireNonNull(uri);
		return Mono.just(new Canned(this.status, this.headers, this.body));
	}

	private record Canned(int status, HttpHeaders headers, byte[] body) implements ClientHttpResponse {

		@Override
		public HttpStatusCode getStatusCode() {
			return HttpStatusCode.valueOf(this.status);
		}

		@Override
		public HttpHeaders getHeaders() {
			return this.headers;
		}

		@Override
		public MultiValueMap<String, ResponseCookie> getCookies() {
			return new LinkedMultiValueMap<>();
		}

		@Override
		public Flux<DataBuffer> getBody() {
			return Flux.fromIterable(List.of(DefaultDataBufferFactory.sharedInstance.wrap(this.body)));
		}

	}

}
