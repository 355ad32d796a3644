package io.github.wechatpayhk.simulator.transport;

import java.io.IOException;
import java.util.function.Supplier;

import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.Response;
import com.github.tomakehurst.wiremock.http.client.HttpClient;
import org.jspecify.annotations.Nullable;

/**
 * Creates WireMock's HTTP client when a stub proxies, which few do, as it is expensive to
 * create. Thread-safe.
 */
final class LazyHttpClient implements HttpClient {

	private final Supplier<HttpClient> factory;

	private @Nullable HttpClient client;

	LazyHttpClient(Supplier<HttpClient> factory) {
		this.factory = factory;
	}

	@Override
	public Response execute(Request request) throws IOException {
		return client().execute(request);
	}

	private synchronized HttpClient client() {
		if (this.client == null) {
			this.client = this.factory.get();
		}
		return this.client;
	}

}
