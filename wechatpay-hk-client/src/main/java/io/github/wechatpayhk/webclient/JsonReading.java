package io.github.wechatpayhk.webclient;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectReader;

import org.springframework.web.reactive.function.client.ClientResponse;

/**
 * Reads one kind of response. Errors are {@code WechatPayHkApiException}s only. Safe for
 * concurrent use.
 *
 * @param <T> what the body of a success holds
 * @since 0.1.0
 */
public final class JsonReading<T> {

	private final Lazy<ObjectReader> reader;

	private final ErrorResponseReader errorResponseReader;

	JsonReading(Lazy<ObjectReader> reader, ErrorResponseReader errorResponseReader) {
		this.reader = reader;
		this.errorResponseReader = errorResponseReader;
	}

	/**
	 * Take a verified 200 with a body as success, and nothing else.
	 * @param response the response
	 * @return the result
	 */
	public Mono<T> requireOk(ClientResponse response) {
		return (response.statusCode().value() == 200) ? read(response) : refuse(response);
	}

	/**
	 * Read the body of a verified success.
	 * @param response the response
	 * @return the result
	 */
	public Mono<T> read(ClientResponse response) {
		if (!CheckedRequest.isVerified(response)) {
			return refuse(response);
		}
		return BodyBytes.of(response)
			.flatMap((body) -> this.reader.get().flatMap((reader) -> parse(reader, response, body)))
			.switchIfEmpty(Mono.defer(() -> unreadable(response, null)));
	}

	/**
	 * Take a success as one that says nothing that can be relied on.
	 * @param response the response
	 * @param cause what is wrong with it, or {@code null} for what has no cause
	 * @return the error
	 */
	public Mono<T> unreadable(ClientResponse response, @Nullable Throwable cause) {
		return Mono.error(this.errorResponseReader.unreadable(response, cause));
	}

	private Mono<T> refuse(ClientResponse response) {
		return this.errorResponseReader.read(response).flatMap(Mono::error);
	}

	/**
	 * Take a success that is about what the request names, such as an order, and nothing
	 * else: a response to another request is an error with an unknown outcome.
	 * @param value the body of the success
	 * @param response the response
	 * @param subject the comparison of the body with the request
	 * @return the value
	 */
	public Mono<T> related(T value, ClientResponse response, ResponseSubject subject) {
		String difference = subject.difference();
		return (difference != null) ? Mono.error(this.errorResponseReader.unrelated(response, difference))
				: Mono.just(value);
	}

	private Mono<T> parse(ObjectReader reader, ClientResponse response, byte[] body) {
		try {
			T value = reader.readValue(body);
			return (value != null) ? Mono.just(value) : unreadable(response, null);
		}
		catch (JacksonException ex) {
			return unreadable(response, ex);
		}
	}

}
