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
 * Reads a response to its end and hands it on only if it is trusted.
 */
final class ResponseVerification {

	private static final byte[] EMPTY = {};

	private final ResponseVerifier verifier;

	private final int maxSize;

	ResponseVerification(ResponseVerifier verifier, int maxSize) {
		this.verifier = verifier;
		this.maxSize = maxSize;
	}

	Mono<ReadResponse> read(ClientResponse response) {
		return read(response, this.maxSize);
	}

	static Mono<ReadResponse> read(ClientResponse response, int maxSize) {
		return BodyBytes.of(response, maxSize).defaultIfEmpty(EMPTY).map((body) -> new ReadResponse(response, body));
	}

	Mono<ClientResponse> verify(ClientRequest request, ReadResponse read, ExchangeProgress progress) {
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
