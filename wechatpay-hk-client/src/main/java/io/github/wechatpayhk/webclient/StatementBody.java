package io.github.wechatpayhk.webclient;

import java.security.MessageDigest;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeoutException;

import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.SignatureStatus;
import io.github.wechatpayhk.error.WechatPayHkSignatureException;
import io.github.wechatpayhk.error.WechatPayHkTransportException;
import io.github.wechatpayhk.signature.SignedResponse;
import io.github.wechatpayhk.signature.StatementDigest;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;

/**
 * The body of a statement, received piece by piece. It ends with an error unless all of
 * it has the digest that was signed.
 *
 * @param head the response without its body, whose signature was verified
 * @param digest what the body must have
 * @param longestPause how long the next piece may take once it is requested
 * @param progress names what goes wrong
 */
record StatementBody(SignedResponse head, StatementDigest digest, Duration longestPause, ExchangeProgress progress) {

	private static final String ASKED = StatementBody.class.getName();

	/**
	 * Ask for a body that is handed on while it is received.
	 */
	static void ask(Map<String, Object> attributes) {
		attributes.put(ASKED, true);
	}

	static boolean isAsked(ClientRequest request) {
		return request.attributes().containsKey(ASKED);
	}

	ClientResponse replace(ClientResponse response) {
		return response.mutate()
			.request(new CheckedRequest(response.request(), SignatureStatus.VERIFIED))
			.body(this::checked)
			.build();
	}

	private Flux<DataBuffer> checked(Flux<DataBuffer> body) {
		return Flux.defer(() -> {
			MessageDigest sha1 = StatementDigest.sha1();
			return SilenceLimit.on(body.doOnNext((buffer) -> update(sha1, buffer)), this.longestPause)
				.concatWith(Mono.defer(() -> end(sha1)))
				.onErrorMap(TimeoutException.class, this::stopped)
				.onErrorMap(this.progress::toException);
		});
	}

	private static void update(MessageDigest sha1, DataBuffer buffer) {
		try (DataBuffer.ByteBufferIterator bytes = buffer.readableByteBuffers()) {
			bytes.forEachRemaining(sha1::update);
		}
	}

	private Mono<DataBuffer> end(MessageDigest sha1) {
		if (!this.digest.matches(sha1.digest())) {
			return Mono.error(
					new WechatPayHkSignatureException(this.head.status(), WechatPayHkSignatureException.Reason.MISMATCH,
							this.head.serialNumber(), this.head.requestId(), null));
		}
		this.progress.checked(SignatureStatus.VERIFIED);
		return Mono.empty();
	}

	private WechatPayHkTransportException stopped(Throwable cause) {
		return new WechatPayHkTransportException(Outcome.UNKNOWN,
				"Nothing more of the statement was received for " + this.longestPause, cause);
	}

}
