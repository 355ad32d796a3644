package io.github.wechatpayhk.simulator.notification;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

import io.github.wechatpayhk.simulator.http.RawHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Posts notifications with the JDK's HTTP client and gives the merchant five seconds.
 *
 * @since 0.1.0
 */
public final class HttpNotificationTransport implements NotificationTransport {

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private @Nullable HttpClient client;

	/**
	 * Create a transport, which connects nowhere yet.
	 */
	public HttpNotificationTransport() {
	}

	@Override
	public CompletionStage<Integer> post(URI url, RawHeaders headers, byte[] body) {
		HttpRequest.Builder request = HttpRequest.newBuilder(url)
			.timeout(TIMEOUT)
			.POST(HttpRequest.BodyPublishers.ofByteArray(body));
		headers.fields().forEach((field) -> request.header(field.name(), field.value()));
		return client().sendAsync(request.build(), HttpResponse.BodyHandlers.discarding())
			.thenApply(HttpResponse::statusCode);
	}

	private synchronized HttpClient client() {
		if (this.client == null) {
			this.client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build();
		}
		return this.client;
	}

}
