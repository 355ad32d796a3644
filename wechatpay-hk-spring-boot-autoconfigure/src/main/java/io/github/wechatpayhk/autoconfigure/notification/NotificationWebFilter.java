package io.github.wechatpayhk.autoconfigure.notification;

import io.github.wechatpayhk.notification.NotificationReader;
import io.github.wechatpayhk.notification.NotificationReceiver;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Receives notifications on WebFlux, before the filters of the application, so that none
 * of them reads the body, wants a login or a CSRF token.
 */
final class NotificationWebFilter implements WebFilter, Ordered {

	private final NotificationReceiver receiver;

	private final String path;

	NotificationWebFilter(NotificationReceiver receiver, String path) {
		this.receiver = receiver;
		this.path = path;
	}

	@Override
	public int getOrder() {
		return WechatPayHkNotificationsAutoConfiguration.FILTER_ORDER;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		ServerHttpRequest request = exchange.getRequest();
		String merchant = merchant(request);
		if (merchant == null) {
			return chain.filter(exchange);
		}
		return this.receiver.receive(merchant, request.getHeaders()::getOrEmpty, body(request)).flatMap((delivery) -> {
			exchange.getResponse().setStatusCode(HttpStatusCode.valueOf(delivery.status()));
			return exchange.getResponse().setComplete();
		});
	}

	private @Nullable String merchant(ServerHttpRequest request) {
		return request.getMethod().equals(HttpMethod.POST)
				? NotificationRequests.merchant(this.path, request.getPath().pathWithinApplication().value()) : null;
	}

	static Mono<byte[]> body(ServerHttpRequest request) {
		if (request.getHeaders().getContentLength() > NotificationReader.MAX_SIZE) {
			return Mono.error(NotificationRequests::tooLarge);
		}
		return DataBufferUtils.join(request.getBody(), NotificationReader.MAX_SIZE)
			.map(NotificationWebFilter::bytes)
			.onErrorMap(DataBufferLimitException.class, (ex) -> NotificationRequests.tooLarge());
	}

	private static byte[] bytes(DataBuffer buffer) {
		byte[] bytes = new byte[buffer.readableByteCount()];
		buffer.read(bytes);
		DataBufferUtils.release(buffer);
		return bytes;
	}

}
