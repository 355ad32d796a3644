package io.github.wechatpayhk.sample.wire;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;

import io.github.wechatpayhk.autoconfigure.WechatPayHkWebClientCustomizer;
import io.github.wechatpayhk.autoconfigure.properties.WechatPayHkProperties;
import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.SignatureStatus;
import io.github.wechatpayhk.error.UnsignedRefusals;
import io.github.wechatpayhk.error.WechatPayHkApiException;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.error.WechatPayHkSignatureException;
import io.github.wechatpayhk.resilience.WechatPayHkOperation;
import io.github.wechatpayhk.webclient.ErrorResponseReader;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Writes each exchange into the journal. A filter like this one stands outside of signing
 * and verifying: a response that it sees has a right signature or none.
 */
@Component
class WireRecorder implements WechatPayHkWebClientCustomizer {

	/** Under this key {@link SignedMessages} finds the exchange that it signs for. */
	static final String EXCHANGE = WireRecorder.class.getName() + ".exchange";

	private static final byte[] EMPTY = {};

	private final WireJournal journal;

	private final AttemptNumbers attempts;

	private final InstantSource clock;

	private final ErrorResponseReader errors;

	WireRecorder(WireJournal journal, AttemptNumbers attempts, ObjectProvider<InstantSource> clock,
			WechatPayHkProperties properties) {
		this.journal = journal;
		this.attempts = attempts;
		this.clock = clock.getIfUnique(InstantSource::system);
		this.errors = new ErrorResponseReader(
				Objects.requireNonNullElse(properties.trustUnsignedRefusals(), UnsignedRefusals.defaults()));
	}

	@Override
	public void customize(WebClient.Builder builder) {
		builder.filter((request, next) -> Mono.defer(() -> record(request, next)));
	}

	private Mono<ClientResponse> record(ClientRequest request, ExchangeFunction next) {
		WireExchange exchange = begin(request);
		long began = System.nanoTime();
		return next.exchange(request)
			.flatMap((response) -> (RequestSubject.isStatement(request) && response.statusCode().is2xxSuccessful())
					? Mono.just(streamed(exchange, response, began)) : responded(exchange, response, began))
			.doOnError(WechatPayHkException.class, (ex) -> end(exchange, null, failure(ex, since(began))))
			.doOnCancel(() -> end(exchange, null,
					new WireExchange.End(null, SignatureStatus.NONE, Outcome.UNKNOWN, null, null, since(began), true)))
			.contextWrite((outer) -> outer.put(EXCHANGE, exchange));
	}

	private WireExchange begin(ClientRequest request) {
		String outTradeNo = RequestSubject.outTradeNo(request);
		WechatPayHkOperation operation = RequestSubject.operation(request);
		int attempt = this.attempts.next(operation, outTradeNo);
		String line = request.method() + " " + request.url();
		return this.journal.begin((number) -> new WireExchange(number, this.clock.instant(), outTradeNo, operation,
				attempt, line, null, null, null));
	}

	/**
	 * The body passes by. Its digest is verified after the last byte.
	 */
	private ClientResponse streamed(WireExchange exchange, ClientResponse response, long began) {
		String requestId = response.headers().asHttpHeaders().getFirst("Request-ID");
		end(exchange, null, new WireExchange.End(response.statusCode().value(), SignatureStatus.VERIFIED, null, null,
				requestId, since(began), false));
		return response;
	}

	private Mono<ClientResponse> responded(WireExchange exchange, ClientResponse response, long began) {
		return response.bodyToMono(byte[].class).defaultIfEmpty(EMPTY).flatMap((body) -> {
			ClientResponse replay = response.mutate()
				.body((consumed) -> Flux.defer(() -> (body.length > 0)
						? Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(body)) : Flux.empty()))
				.build();
			return this.errors.read(replay).map((error) -> {
				boolean isVerified = error.signatureStatus() == SignatureStatus.VERIFIED;
				String serialNumber = isVerified ? response.headers().asHttpHeaders().getFirst("Wechatpay-Serial")
						: null;
				end(exchange, new WireExchange.Response(text(response, body), serialNumber),
						known(error, since(began)));
				return replay;
			});
		});
	}

	private static String text(ClientResponse response, byte[] body) {
		StringBuilder text = new StringBuilder("HTTP ").append(response.statusCode().value());
		response.headers()
			.asHttpHeaders()
			.forEach((name, values) -> values.forEach(
					(value) -> text.append('\n').append(name).append(": ").append(Secrets.maskHeader(name, value))));
		return text.append("\n\n").append(Secrets.mask(new String(body, StandardCharsets.UTF_8))).toString();
	}

	private static WireExchange.End known(WechatPayHkApiException error, Duration latency) {
		int status = error.status();
		Outcome outcome = (status == 200 || status == 202 || status == 204) ? null : error.outcome();
		return new WireExchange.End(status, error.signatureStatus(), outcome, null, error.requestId(), latency, false);
	}

	private static WireExchange.End failure(WechatPayHkException ex, Duration latency) {
		Integer status = (ex instanceof WechatPayHkSignatureException received) ? received.status() : null;
		return new WireExchange.End(status, ex.signatureStatus(), ex.outcome(), ex.getMessage(), ex.requestId(),
				latency, false);
	}

	private void end(WireExchange exchange, WireExchange.@Nullable Response received, WireExchange.End end) {
		this.journal.change(exchange, (known) -> (known.end() != null) ? known : known.withEnd(received, end));
	}

	// The clock of the application may be moved for practice, this one may not
	private static Duration since(long began) {
		return Duration.ofNanos(System.nanoTime() - began);
	}

}
