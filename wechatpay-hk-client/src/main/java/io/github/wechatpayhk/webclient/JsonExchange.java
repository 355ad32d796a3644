package io.github.wechatpayhk.webclient;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.error.WechatPayHkTransportException;
import io.github.wechatpayhk.merchant.MerchantIds;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Calls one operation of the API over a signed {@code WebClient}: JSON out, JSON in.
 * Every {@link Mono} is cold, and fails with a {@link WechatPayHkException} only; a
 * genuine success that cannot be read is one with an unknown outcome. Safe for concurrent
 * use.
 *
 * @since 0.1.0
 */
public final class JsonExchange {

	private final WebClient webClient;

	private final ErrorResponseReader errorResponseReader;

	/**
	 * Create the exchange.
	 * @param webClient a client that verifies its responses; nothing succeeds with one
	 * that does not
	 * @param errorResponseReader reads the responses that are no success
	 */
	public JsonExchange(WebClient webClient, ErrorResponseReader errorResponseReader) {
		this.webClient = webClient;
		this.errorResponseReader = errorResponseReader;
	}

	/**
	 * Query something.
	 * @param template the URI template, query included
	 * @param variables the variables of the template
	 * @param reading makes the result of the response
	 * @param <T> the type of the result
	 * @return the result
	 */
	public <T> Mono<T> get(String template, Map<String, ?> variables, Function<ClientResponse, Mono<T>> reading) {
		return this.webClient.get()
			.uri(template, variables)
			.exchangeToMono(reading)
			.onErrorMap((ex) -> !(ex instanceof WechatPayHkException), JsonExchange::foreignFailure);
	}

	/**
	 * Query a statement, whose body is handed on while it is received. It ends with an
	 * error unless all of it is what was signed: nothing of it may be relied on before.
	 * @param template the URI template, query included
	 * @param variables the variables of the template
	 * @param reading makes the result of the body of a verified 200, and releases it
	 * @param <T> the type of the result
	 * @return the result
	 */
	public <T> Mono<T> getStatement(String template, Map<String, ?> variables,
			Function<Flux<DataBuffer>, Mono<T>> reading) {
		return this.webClient.get()
			.uri(template, variables)
			.accept(MediaType.TEXT_PLAIN, MediaType.APPLICATION_JSON)
			.attributes(StatementBody::ask)
			.exchangeToMono((response) -> (response.statusCode().value() == 200 && CheckedRequest.isVerified(response))
					? reading.apply(response.body(BodyExtractors.toDataBuffers())) : refuse(response))
			.onErrorMap((ex) -> !(ex instanceof WechatPayHkException), JsonExchange::foreignFailure);
	}

	/**
	 * Post something.
	 * @param template the URI template
	 * @param variables the variables of the template
	 * @param body what is written as JSON
	 * @param reading makes the result of the response
	 * @param <T> the type of the result
	 * @return the result
	 */
	public <T> Mono<T> post(String template, Map<String, ?> variables, Object body,
			Function<ClientResponse, Mono<T>> reading) {
		return send(HttpMethod.POST, template, variables, Map.of(), body, reading);
	}

	/**
	 * Send something with headers of its own.
	 * @param method the method
	 * @param template the URI template
	 * @param variables the variables of the template
	 * @param headers the headers, by name
	 * @param body what is written as JSON
	 * @param reading makes the result of the response
	 * @param <T> the type of the result
	 * @return the result
	 */
	public <T> Mono<T> send(HttpMethod method, String template, Map<String, ?> variables, Map<String, String> headers,
			Object body, Function<ClientResponse, Mono<T>> reading) {
		return this.webClient.method(method)
			.uri(template, variables)
			.headers((all) -> all.setAll(headers))
			.bodyValue(body)
			.exchangeToMono(reading)
			.onErrorMap((ex) -> !(ex instanceof WechatPayHkException), JsonExchange::foreignFailure);
	}

	/**
	 * The signed exchange fails with our exceptions only: this one comes from a filter of
	 * the application, and nobody knows what that filter had done before.
	 */
	private static WechatPayHkException foreignFailure(Throwable cause) {
		return new WechatPayHkTransportException(Outcome.UNKNOWN, "A filter around the signed exchange failed", cause);
	}

	/**
	 * Prepare to read one kind of response. To be done once: the first look at a type
	 * takes time and a lock, on which an event loop must not wait.
	 * @param type what the body of a success holds
	 * @param <T> the type of the result
	 * @return reads such responses
	 */
	public <T> JsonReading<T> reading(Class<T> type) {
		return new JsonReading<>(new Lazy<>(() -> JsonMapper.shared().readerFor(type)), this.errorResponseReader);
	}

	/**
	 * Take a verified 204 as success, and nothing else.
	 * @param response the response
	 * @return completes without a value
	 */
	public Mono<Void> requireNoContent(ClientResponse response) {
		boolean isSuccess = response.statusCode().value() == 204 && CheckedRequest.isVerified(response);
		return isSuccess ? response.releaseBody() : refuse(response);
	}

	/**
	 * Take a response as a refusal.
	 * @param response the response
	 * @param <T> the type of the result that there is none of
	 * @return the error
	 */
	public <T> Mono<T> refuse(ClientResponse response) {
		return this.errorResponseReader.read(response).flatMap(Mono::error);
	}

	/**
	 * Reads one kind of response. Errors are {@code WechatPayHkApiException}s only. Safe
	 * for concurrent use.
	 *
	 * @param <T> what the body of a success holds
	 */
	public static final class JsonReading<T> {

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
		 * Take a success that is about what the request names, such as an order, and
		 * nothing else: a response to another request is an error with an unknown
		 * outcome.
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

	/**
	 * The URI of a query: a template with the merchant numbers, and perhaps more, as
	 * query parameters, and the variables for it.
	 *
	 * @param template the template
	 * @param variables the variables, by name
	 */
	public record IdsQuery(String template, Map<String, Object> variables) {

		/**
		 * Begin with the merchant numbers.
		 * @param path the template of the path
		 * @param ids the merchant numbers
		 * @return the query
		 */
		public static IdsQuery of(String path, MerchantIds ids) {
			return new IdsQuery(path, Map.of()).parameter("mchid", ids.mchid())
				.parameter("sp_mchid", ids.spMchid())
				.parameter("sub_mchid", ids.subMchid());
		}

		/**
		 * Add a query parameter.
		 * @param name its name
		 * @param value its value, {@code null} to leave it out
		 * @return a changed copy
		 */
		public IdsQuery parameter(String name, @Nullable Object value) {
			if (value == null) {
				return this;
			}
			String separator = (this.template.indexOf('?') != -1) ? "&" : "?";
			return new IdsQuery(this.template + separator + name + "={" + name + '}', with(name, value));
		}

		/**
		 * Set a variable of the path.
		 * @param name its name
		 * @param value its value, {@code null} if the path has none of this name
		 * @return a changed copy
		 */
		public IdsQuery variable(String name, @Nullable String value) {
			return (value != null) ? new IdsQuery(this.template, with(name, value)) : this;
		}

		private Map<String, Object> with(String name, Object value) {
			Map<String, Object> changed = new LinkedHashMap<>(this.variables);
			changed.put(name, value);
			return changed;
		}

	}

}
