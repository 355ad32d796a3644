package io.github.wechatpayhk.webclient;

import java.util.concurrent.CancellationException;

import reactor.core.publisher.Mono;

import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.web.reactive.function.BodyInserter;

/**
 * Sends the bytes that were signed, each time from a fresh buffer.
 */
final class SignedBody implements BodyInserter<byte[], ClientHttpRequest> {

	private final byte[] bytes;

	private final ExchangeProgress progress;

	SignedBody(byte[] bytes, ExchangeProgress progress) {
		this.bytes = bytes;
		this.progress = progress;
	}

	@Override
	public Mono<Void> insert(ClientHttpRequest request, Context context) {
		return Mono.defer(() -> {
			if (!this.progress.connected(request)) {
				return Mono.error(new CancellationException("The exchange was stopped before it was sent"));
			}
			return (this.bytes.length > 0)
					? request.writeWith(Mono.fromSupplier(() -> request.bufferFactory().wrap(this.bytes)))
					: request.setComplete();
		});
	}

}
