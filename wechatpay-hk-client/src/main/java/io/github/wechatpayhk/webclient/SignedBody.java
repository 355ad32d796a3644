package io.github.wechatpayhk.webclient;

import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.WechatPayHkTransportException;
import reactor.core.publisher.Mono;

import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.web.reactive.function.BodyInserter;

/**
 * Sends the bytes that were signed, once: a signature must not be sent again when a
 * filter repeats the exchange.
 */
final class SignedBody implements BodyInserter<byte[], ClientHttpRequest> {

	private final byte[] bytes;

	private final ExchangeProgress progress;

	private final AtomicBoolean written = new AtomicBoolean();

	SignedBody(byte[] bytes, ExchangeProgress progress) {
		this.bytes = bytes;
		this.progress = progress;
	}

	@Override
	public Mono<Void> insert(ClientHttpRequest request, Context context) {
		return Mono.defer(() -> {
			if (!this.written.compareAndSet(false, true)) {
				return Mono.error(SignedBody::repeated);
			}
			if (!this.progress.connected(request)) {
				return Mono.error(new CancellationException("The exchange was stopped before it was sent"));
			}
			return (this.bytes.length > 0)
					? request.writeWith(Mono.fromSupplier(() -> request.bufferFactory().wrap(this.bytes)))
					: request.setComplete();
		});
	}

	private static WechatPayHkTransportException repeated() {
		return new WechatPayHkTransportException(Outcome.UNKNOWN,
				"A filter behind the signature, or the connector, repeated a signed request. "
						+ "It was not written a second time: repeat it before it is signed",
				null);
	}

}
