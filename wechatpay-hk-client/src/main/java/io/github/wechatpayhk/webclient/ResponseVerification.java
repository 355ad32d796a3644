package io.github.wechatpayhk.webclient;

import java.net.URI;

import io.github.wechatpayhk.error.SignatureStatus;
import io.github.wechatpayhk.signature.ResponseVerifier;
import io.github.wechatpayhk.signature.SignedResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;

/**
 * Reads a response to its end and hands it on only if it is trusted. A statement that is
 * asked for as a stream is trusted by its head, and its body fails at the end if it is
 * not the signed one.
 */
final class ResponseVerification {

	private static final byte[] EMPTY = {};

	private final ResponseVerifier verifier;

	private final ExchangeLimits limits;

	ResponseVerification(ResponseVerifier verifier, ExchangeLimits limits) {
		this.verifier = verifier;
		this.limits = limits;
	}

	/**
	 * Read and verify the response to a request.
	 */
	Mono<ClientResponse> receive(ClientRequest request, Mono<ClientResponse> exchange, ExchangeProgress progress) {
		if (StatementBody.isAsked(request)) {
			return progress.bounded(exchange).flatMap((response) -> stream(request, response, progress));
		}
		return readAndVerify(request, exchange, progress);
	}

	/**
	 * A statement is verified by its head, and its body is handed on unread: it may be
	 * larger than the memory. What is no statement is read here.
	 */
	private Mono<ClientResponse> stream(ClientRequest request, ClientResponse response, ExchangeProgress progress) {
		SignedResponse head = new ReadResponse(response, EMPTY).signedBy(request);
		return this.verifier.verifyHead(head)
			.doOnError((ex) -> BodyBytes.drop(response))
			.map((digest) -> new StatementBody(head, digest, this.limits.responseTimeout(), progress).replace(response))
			.switchIfEmpty(Mono.defer(() -> readAndVerify(request, Mono.just(response), progress)));
	}

	private Mono<ClientResponse> readAndVerify(ClientRequest request, Mono<ClientResponse> exchange,
			ExchangeProgress progress) {
		int maxSize = this.limits.maxResponseSize();
		return progress.bounded(exchange.flatMap((response) -> read(response, maxSize)))
			.flatMap((read) -> verify(request, read, progress));
	}

	static Mono<ReadResponse> read(ClientResponse response, int maxSize) {
		return BodyBytes.of(response, maxSize).defaultIfEmpty(EMPTY).map((body) -> new ReadResponse(response, body));
	}

	private Mono<ClientResponse> verify(ClientRequest request, ReadResponse read, ExchangeProgress progress) {
		SignedResponse response = read.signedBy(request);
		progress.responded(response);
		return this.verifier.verify(response).doOnNext(progress::checked).map(read::replay);
	}

	/**
	 * A response with all its bytes, its own body consumed.
	 */
	static final class ReadResponse {

		private final ClientResponse response;

		private final byte[] body;

		ReadResponse(ClientResponse response, byte[] body) {
			this.response = response;
			this.body = body;
		}

		SignedResponse signedBy(ClientRequest request) {
			URI url = request.url();
			return new SignedResponse(request.method().name(), url.getRawPath(), this.response.statusCode().value(),
					this.response.headers()::header, this.body);
		}

		ClientResponse replay(SignatureStatus signatureStatus) {
			return this.response.mutate()
				.request(new CheckedRequest(this.response.request(), signatureStatus))
				.body((consumed) -> Flux.defer(() -> (this.body.length > 0)
						? Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(this.body)) : Flux.empty()))
				.build();
		}

	}

}
