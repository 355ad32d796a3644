package io.github.wechatpayhk.benchmarks.load;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

import io.github.wechatpayhk.benchmarks.gateway.GatewayStatistics;

/**
 * Talks to the gateway about itself, apart from the client that is measured.
 */
final class GatewayAdministration {

	private final HttpClient httpClient = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final int port;

	GatewayAdministration(int port) {
		this.port = port;
	}

	GatewayStatistics statistics() {
		return GatewayStatistics.parse(get("statistics"));
	}

	void forge(int answers) {
		get("forge/" + answers);
	}

	private String get(String path) {
		URI url = URI.create("http://127.0.0.1:" + this.port + "/admin/" + path);
		try {
			return this.httpClient.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString()).body();
		}
		catch (IOException ex) {
			throw new VoidRunException("The gateway does not answer", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new VoidRunException("Interrupted", ex);
		}
	}

}
