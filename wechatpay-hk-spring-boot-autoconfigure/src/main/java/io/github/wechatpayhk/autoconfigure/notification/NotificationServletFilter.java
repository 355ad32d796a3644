package io.github.wechatpayhk.autoconfigure.notification;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;

import io.github.wechatpayhk.notification.NotificationReader;
import io.github.wechatpayhk.notification.NotificationReceiver;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Receives notifications in a servlet container, before the filters of the application,
 * so that none of them reads the body, wants a login or a CSRF token. The thread of the
 * container reads the body and does not wait for the listeners.
 */
final class NotificationServletFilter extends HttpFilter {

	private static final long serialVersionUID = 1L;

	private final transient NotificationReceiver receiver;

	private final String path;

	NotificationServletFilter(NotificationReceiver receiver, String path) {
		this.receiver = receiver;
		this.path = path;
	}

	@Override
	protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		String merchant = merchant(request);
		if (merchant == null) {
			chain.doFilter(request, response);
			return;
		}
		AsyncContext async = request.startAsync();
		// the receiver keeps the deadline
		async.setTimeout(0);
		this.receiver
			.receive(merchant, (name) -> Collections.list(request.getHeaders(name)),
					Mono.fromCallable(() -> body(request)))
			.subscribe((delivery) -> {
				response.setStatus(delivery.status());
				async.complete();
			});
	}

	private @Nullable String merchant(HttpServletRequest request) {
		return request.getMethod().equals("POST") ? NotificationRequests.merchant(this.path,
				request.getRequestURI().substring(request.getContextPath().length())) : null;
	}

	static byte[] body(HttpServletRequest request) throws IOException {
		if (request.getContentLengthLong() > NotificationReader.MAX_SIZE) {
			throw NotificationRequests.tooLarge();
		}
		try (InputStream stream = request.getInputStream()) {
			byte[] body = stream.readNBytes(NotificationReader.MAX_SIZE + 1);
			if (body.length > NotificationReader.MAX_SIZE) {
				throw NotificationRequests.tooLarge();
			}
			return body;
		}
	}

}
