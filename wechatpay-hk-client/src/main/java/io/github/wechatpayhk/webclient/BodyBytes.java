package io.github.wechatpayhk.webclient;

import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.client.ClientResponse;

/**
 * Reads bodies as bytes, and releases the buffers that they came in.
 */
final class BodyBytes {

	private BodyBytes() {
	}

	/**
	 * Read all of a body. Not by a codec, which would look at the content type: nothing
	 * vouches for that, and it may be anything.
	 * @param response the response
	 * @return the bytes, or empty without a body
	 */
	static Mono<byte[]> of(ClientResponse response) {
		return DataBufferUtils.join(response.body(BodyExtractors.toDataBuffers())).map(BodyBytes::of);
	}

	/**
	 * Read all of a body that is bounded.
	 * @param response the response
	 * @param maxSize the greatest number of bytes
	 * @return the bytes, empty without a body, or a
	 * {@link org.springframework.core.io.buffer.DataBufferLimitException}
	 */
	static Mono<byte[]> of(ClientResponse response, int maxSize) {
		return DataBufferUtils.join(response.body(BodyExtractors.toDataBuffers()), maxSize).map(BodyBytes::of);
	}

	/**
	 * Give a body up unread, and its connection with it: it may be long, or never come.
	 * @param response the response
	 */
	static void drop(ClientResponse response) {
		response.body(BodyExtractors.toDataBuffers()).subscribe(new BaseSubscriber<>() {

			@Override
			protected void hookOnSubscribe(Subscription subscription) {
				subscription.cancel();
			}

			@Override
			protected void hookOnError(Throwable ex) {
				// it was given up already
			}

		});
	}

	/**
	 * Read a buffer and release it.
	 */
	static byte[] of(DataBuffer buffer) {
		byte[] bytes = new byte[buffer.readableByteCount()];
		buffer.read(bytes);
		DataBufferUtils.release(buffer);
		return bytes;
	}

}
