package io.github.wechatpayhk.durable.crash;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

import io.github.wechatpayhk.simulator.main.SimulatorApplication;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The simulator as a process of its own, which keeps the truth: what was reversed, and
 * how often somebody asked for it.
 */
final class SimulatorProcess implements AutoCloseable {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final Path keys;

	private final JavaProcess process;

	private final URI root;

	private SimulatorProcess(Path keys, JavaProcess process) {
		this.keys = keys;
		this.process = process;
		process.awaitLine("  a paid order");
		this.root = URI.create(settings(keys).getProperty("wechatpay.hk.base-url")).resolve("/");
	}

	static SimulatorProcess start(Path keys) {
		return start(keys, List.of());
	}

	/**
	 * Start it with options of its JVM.
	 */
	static SimulatorProcess start(Path keys, List<String> options) {
		return new SimulatorProcess(keys, JavaProcess.start(options, SimulatorApplication.class, (line) -> {
		}, "--port=0", "--keys=" + keys, "--ignore-rate-limits"));
	}

	/**
	 * Read what a simulator wrote beside its keys.
	 */
	static Properties settings(Path keys) {
		try (Reader reader = Files.newBufferedReader(keys.resolve("settings.properties"))) {
			Properties settings = new Properties();
			settings.load(reader);
			return settings;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	Path keys() {
		return this.keys;
	}

	void putPaidOrder(String outTradeNo) {
		post("orders", "{\"out_trade_no\":\"" + outTradeNo + "\",\"total\":888}");
	}

	String tradeState(String outTradeNo) {
		return get("orders/" + outTradeNo).path("trade_state").asString("");
	}

	/**
	 * Return the order numbers that somebody asked to reverse, one entry for each call
	 * that arrived, of the last 1000 requests.
	 */
	List<String> reverseCalls() {
		List<String> calls = new ArrayList<>();
		get("requests").forEach((request) -> {
			String order = Front.reversedOrder(request.path("target").asString(""));
			if (order != null) {
				calls.add(order);
			}
		});
		return calls;
	}

	/**
	 * Let the payer pay an order.
	 */
	void pay(String outTradeNo) {
		int status = send(
				HttpRequest.newBuilder(control("orders/" + outTradeNo + "/pay")).POST(BodyPublishers.noBody()).build())
			.statusCode();
		if (status != 200) {
			throw new IllegalStateException("The simulator responded with " + status + " to a payment");
		}
	}

	/**
	 * Return all refunds, each as its number, its amount and its status.
	 */
	List<String> refunded() {
		List<String> refunds = new ArrayList<>();
		get("refunds").forEach((refund) -> refunds.add(refund.path("out_refund_no").asString("") + ' '
				+ refund.path("refund").asLong(0) + ' ' + refund.path("status").asString("")));
		return refunds;
	}

	private JsonNode get(String path) {
		HttpResponse<byte[]> response = send(HttpRequest.newBuilder(control(path)).build());
		if (response.statusCode() != 200) {
			throw new IllegalStateException("The simulator responded with " + response.statusCode() + " to " + path);
		}
		return MAPPER.readTree(response.body());
	}

	private void post(String path, String json) {
		HttpResponse<byte[]> response = send(
				HttpRequest.newBuilder(control(path)).POST(BodyPublishers.ofString(json)).build());
		if (response.statusCode() != 201) {
			throw new IllegalStateException("The simulator responded with " + response.statusCode() + " to " + path);
		}
	}

	private URI control(String path) {
		return this.root.resolve("/_simulator/" + path);
	}

	URI resolve(URI target) {
		return this.root.resolve(target);
	}

	HttpResponse<byte[]> send(HttpRequest request) {
		try {
			return this.http.send(request, BodyHandlers.ofByteArray());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.process.kill();
	}

}
