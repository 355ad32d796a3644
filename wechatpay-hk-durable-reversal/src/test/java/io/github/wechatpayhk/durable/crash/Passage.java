package io.github.wechatpayhk.durable.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * Passes each request of one process on to the simulator, and each response back.
 */
final class Passage implements AutoCloseable {

	private static final Set<String> HOP = Set.of("connection", "content-length", "host", "upgrade", "http2-settings",
			"transfer-encoding", "expect");

	private final SimulatorProcess simulator;

	private final Watcher watcher;

	private final HttpServer server;

	private final ExecutorService threads = Executors.newCachedThreadPool();

	Passage(SimulatorProcess simulator, Watcher watcher) {
		this.simulator = simulator;
		this.watcher = watcher;
		try {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.server.createContext("/", this::handle);
		this.server.setExecutor(this.threads);
		this.server.start();
	}

	URI baseUrl() {
		return URI.create("http://127.0.0.1:" + this.server.getAddress().getPort() + "/hk/");
	}

	private void handle(HttpExchange exchange) throws IOException {
		String target = exchange.getRequestURI().toString();
		try (exchange) {
			byte[] body = exchange.getRequestBody().readAllBytes();
			if (this.watcher.isLost(target, Step.SENT)) {
				return;
			}
			HttpResponse<byte[]> response = this.simulator.send(request(exchange, body));
			if (this.watcher.isLost(target, Step.EFFECT)) {
				return;
			}
			response(exchange, response);
			this.watcher.responded(target);
		}
		this.watcher.isLost(target, Step.RESPONDED);
	}

	private HttpRequest request(HttpExchange exchange, byte[] body) {
		HttpRequest.Builder request = HttpRequest.newBuilder(this.simulator.resolve(exchange.getRequestURI()))
			.method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
		for (Map.Entry<String, List<String>> header : exchange.getRequestHeaders().entrySet()) {
			if (!HOP.contains(header.getKey().toLowerCase(Locale.ROOT))) {
				header.getValue().forEach((value) -> request.header(header.getKey(), value));
			}
		}
		return request.build();
	}

	private static void response(HttpExchange exchange, HttpResponse<byte[]> response) throws IOException {
		response.headers().map().forEach((name, values) -> {
			if (!HOP.contains(name)) {
				values.forEach((value) -> exchange.getResponseHeaders().add(name, value));
			}
		});
		boolean isEmpty = response.body().length == 0;
		exchange.sendResponseHeaders(response.statusCode(), isEmpty ? -1 : response.body().length);
		if (!isEmpty) {
			exchange.getResponseBody().write(response.body());
		}
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.threads.shutdownNow();
	}

	/**
	 * How far a request came.
	 */
	enum Step {

		SENT, EFFECT, RESPONDED

	}

	/**
	 * Sees what passes, and may kill the process.
	 */
	@FunctionalInterface
	interface Watcher {

		/**
		 * See a request at a step.
		 * @return whether it ends here: the request is not passed on, or the response not
		 * passed back
		 */
		boolean isLost(String target, Step step);

		/**
		 * See that the response has left.
		 */
		default void responded(String target) {
		}

	}

}
