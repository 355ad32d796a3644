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
public final class GatewayAdministration {

	private final HttpClient httpClient = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final int port;

	/**
	 * Create the connection, without using it.
	 * @param port where the gateway listens
	 */
	public GatewayAdministration(int port) {
		this.port = port;
	}

	/**
	 * Ask for the statistics.
	 * @return what the gateway has seen
	 */
	public GatewayStatistics statistics() {
		return GatewayStatistics.parse(get("statistics"));
	}

	/**
	 * Let the gateway sign wrongly.
	 * @param responses how many of the next responses are forged
	 */
	public void forge(int responses) {
		get("forge/" + responses);
	}

	private String get(String path) {
		URI url = URI.create("http://127.0.0.1:" + this.port + "/admin/" + path);
		try {
			return this.httpClient.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString()).body();
		}
		catch (IOException ex) {
			throw new VoidRunException("The gateway does not respond", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new VoidRunException("Interrupted", ex);
		}
	}

}
