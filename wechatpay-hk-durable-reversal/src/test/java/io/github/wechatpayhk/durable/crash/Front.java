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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.jspecify.annotations.Nullable;

/**
 * What stands between one process and the simulator: passes each request and each answer
 * on, remembers how far each reversal came, and is where the process can be killed.
 */
final class Front implements AutoCloseable {

	private static final Pattern REVERSE = Pattern.compile("/out-trade-no/([^/?]+)/reverse$");

	private static final Set<String> HOP = Set.of("connection", "content-length", "host", "upgrade", "http2-settings",
			"transfer-encoding", "expect");

	private final SimulatorProcess simulator;

	private final Supplier<Aim> aim;

	private final Runnable kill;

	private final HttpServer server;

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final Map<String, Map<Step, Long>> steps = new ConcurrentHashMap<>();

	/**
	 * Open a front.
	 * @param simulator what stands behind it
	 * @param aim when to kill
	 * @param kill kills the process before it
	 */
	Front(SimulatorProcess simulator, Supplier<Aim> aim, Runnable kill) {
		this.simulator = simulator;
		this.aim = aim;
		this.kill = kill;
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

	static @Nullable String reversedOrder(String target) {
		Matcher matcher = REVERSE.matcher(target);
		return matcher.find() ? matcher.group(1) : null;
	}

	URI baseUrl() {
		return URI.create("http://127.0.0.1:" + this.server.getAddress().getPort() + "/hk/");
	}

	/**
	 * Return how far a reversal came here, and at which {@link System#nanoTime()}.
	 */
	Map<Step, Long> steps(String order) {
		return this.steps.getOrDefault(order, Map.of());
	}

	private void handle(HttpExchange exchange) throws IOException {
		String order = reversedOrder(exchange.getRequestURI().toString());
		try (exchange) {
			byte[] body = exchange.getRequestBody().readAllBytes();
			note(order, Step.SENT);
			boolean isKilled = killIfAimed(order, Moment.SEND_TO_EFFECT);
			if (isKilled && this.aim.get().isRequestLost()) {
				return;
			}
			HttpResponse<byte[]> answer = this.simulator.send(request(exchange, body));
			note(order, Step.EFFECT);
			if (isKilled || killIfAimed(order, Moment.EFFECT_TO_ANSWER)) {
				return;
			}
			answer(exchange, answer);
			note(order, Step.ANSWERED);
		}
		killIfAimed(order, Moment.ANSWER_TO_RECORD);
	}

	private void note(@Nullable String order, Step step) {
		if (order != null) {
			this.steps.computeIfAbsent(order, (key) -> new ConcurrentHashMap<>()).putIfAbsent(step, System.nanoTime());
		}
	}

	private boolean killIfAimed(@Nullable String order, Moment moment) {
		if (order == null || !this.aim.get().take(order, moment)) {
			return false;
		}
		this.kill.run();
		return true;
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

	private static void answer(HttpExchange exchange, HttpResponse<byte[]> answer) throws IOException {
		answer.headers().map().forEach((name, values) -> {
			if (!HOP.contains(name)) {
				values.forEach((value) -> exchange.getResponseHeaders().add(name, value));
			}
		});
		boolean isEmpty = answer.body().length == 0;
		exchange.sendResponseHeaders(answer.statusCode(), isEmpty ? -1 : answer.body().length);
		if (!isEmpty) {
			exchange.getResponseBody().write(answer.body());
		}
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.threads.shutdownNow();
	}

	/**
	 * How far a reversal came.
	 */
	enum Step {

		SENT, EFFECT, ANSWERED

	}

}
