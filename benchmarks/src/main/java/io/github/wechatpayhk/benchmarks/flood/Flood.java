package io.github.wechatpayhk.benchmarks.flood;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

import io.github.wechatpayhk.benchmarks.Options;
import io.github.wechatpayhk.benchmarks.load.Heap;
import io.github.wechatpayhk.benchmarks.load.VoidRunException;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.protocol.Operation;
import org.HdrHistogram.Histogram;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The latency of a request that has nothing to do with payments while forged
 * notifications arrive, and what they leave in memory, on MVC and WebFlux. Every second
 * one names the trusted key, so that its signature is verified; the others name a serial
 * number of their own. For comparison, as many requests of the same size to a handler
 * that rejects them all. Client and application are in the same process: the figures are
 * for comparison with each other.
 */
public final class Flood {

	private static final String PATH = "/wechatpay/notifications";

	private static final double MEBIBYTE = 1024 * 1024;

	private static final int BODY_SIZE = 1500;

	private static final int PAUSE_MILLIS = 2;

	private final HttpClient http = HttpClient.newBuilder().executor(Executors.newFixedThreadPool(2)).build();

	private final WechatPayHkSimulator simulator;

	private final String url;

	private final int requests;

	private final int perSecond;

	private final Semaphore inFlight;

	private Flood(Options options, WechatPayHkSimulator simulator, ConfigurableApplicationContext context) {
		this.simulator = simulator;
		this.url = "http://127.0.0.1:"
				+ Objects.requireNonNull(context.getEnvironment().getProperty("local.server.port"));
		this.requests = options.number("requests", 10_000);
		this.perSecond = options.number("rate", 500);
		this.inFlight = new Semaphore(options.number("in-flight", 64));
	}

	/**
	 * Measure and print.
	 * @param options the command line
	 * @throws InterruptedException if it is interrupted
	 */
	public static void main(Options options) throws InterruptedException {
		// on two cores, the JDK's client would otherwise start a thread for each response
		System.setProperty("java.util.concurrent.ForkJoinPool.common.parallelism", "2");
		for (WebApplicationType type : new WebApplicationType[] { WebApplicationType.SERVLET,
				WebApplicationType.REACTIVE }) {
			try (WechatPayHkSimulator simulator = WechatPayHkSimulator.start();
					ConfigurableApplicationContext context = start(type, simulator)) {
				new Flood(options, simulator, context).measure(type);
			}
		}
	}

	private static ConfigurableApplicationContext start(WebApplicationType type, WechatPayHkSimulator simulator) {
		return new SpringApplicationBuilder(FloodedApplication.class).web(type)
			.properties(Map.of("wechatpay.hk.base-url", simulator.baseUrl().toString(), "wechatpay.hk.mchid",
					simulator.merchant().mchid(), "wechatpay.hk.merchant-serial-number",
					simulator.merchant().serialNumber(), "wechatpay.hk.private-key",
					simulator.merchant().privateKeyPem(), "wechatpay.hk.public-key-id",
					simulator.platform().publicKeyId(), "wechatpay.hk.public-key", simulator.platform().publicKeyPem(),
					"wechatpay.hk.api-v3-key", simulator.merchant().apiV3Key(), "wechatpay.hk.notifications.path", PATH,
					"server.port", "0"))
			.run("--wechatpay.hk.durable-reversal.enabled=false", "--spring.main.banner-mode=off",
					"--logging.config=classpath:io/github/wechatpayhk/benchmarks/flood/logback.xml");
	}

	private void measure(WebApplicationType type) throws InterruptedException {
		under(PATH);
		under(FloodedApplication.PLAIN);
		Histogram idle = probeWhile(new Thread(() -> sleep(this.requests / this.perSecond)));
		Histogram plain = warmUnder(FloodedApplication.PLAIN);
		long heap = Heap.afterCollection();
		int threads = Thread.activeCount();
		Histogram forged = warmUnder(PATH);
		print(type + ", idle", idle);
		print(type + ", requests to a handler that rejects them", plain);
		print(type + ", forged notifications", forged);
		System.out.printf(Locale.ROOT,
				"%s: p99 ratio to idle %.2f (at most 2), to the handler %.2f; heap %+.1f MiB of %.1f, threads %+d, %d"
						+ " downloads of certificates%n",
				type, ratio(forged, idle), ratio(forged, plain), (Heap.afterCollection() - heap) / MEBIBYTE,
				heap / MEBIBYTE, Thread.activeCount() - threads,
				this.simulator.requests().of(Operation.CERTIFICATES).size());
	}

	/**
	 * After another kind of requests, the first seconds measure the compiler, which
	 * compiles the code of this kind again.
	 */
	private Histogram warmUnder(String path) throws InterruptedException {
		under(path);
		return under(path);
	}

	private Histogram under(String path) throws InterruptedException {
		Map<Integer, LongAdder> statuses = new ConcurrentHashMap<>();
		Histogram latencies = probeWhile(new Thread(() -> flood(path, statuses)));
		if (!statuses.keySet().equals(Set.of(401))) {
			throw new VoidRunException("Not all requests were rejected: " + statuses, null);
		}
		return latencies;
	}

	private void flood(String path, Map<Integer, LongAdder> statuses) {
		long start = System.nanoTime();
		List<CompletableFuture<Void>> responses = new ArrayList<>();
		for (int number = 0; number < this.requests; number++) {
			long wait = start + TimeUnit.SECONDS.toNanos(number) / this.perSecond - System.nanoTime();
			if (wait > 0) {
				LockSupport.parkNanos(wait);
			}
			this.inFlight.acquireUninterruptibly();
			responses.add(this.http.sendAsync(forged(path, number), HttpResponse.BodyHandlers.discarding())
				.handle((response, failure) -> {
					statuses
						.computeIfAbsent((response != null) ? response.statusCode() : 0, (status) -> new LongAdder())
						.increment();
					this.inFlight.release();
					return null;
				}));
		}
		responses.forEach(CompletableFuture::join);
	}

	private HttpRequest forged(String path, int number) {
		String signature = Base64.getEncoder().encodeToString(new byte[256]);
		String body = "{\"id\":\"EV-" + number + "\",\"filler\":\"" + "x".repeat(BODY_SIZE) + "\"}";
		return HttpRequest.newBuilder(URI.create(this.url + path))
			.header("Content-Type", "application/json")
			.header("Wechatpay-Serial",
					(number % 2 == 0) ? this.simulator.platform().publicKeyId() : "%040X".formatted(number))
			.header("Wechatpay-Timestamp", Long.toString(Instant.now().getEpochSecond()))
			.header("Wechatpay-Nonce", "n" + number)
			.header("Wechatpay-Signature", signature)
			.POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8))
			.build();
	}

	private Histogram probeWhile(Thread load) throws InterruptedException {
		Histogram latencies = new Histogram(3);
		HttpRequest unrelated = HttpRequest.newBuilder(URI.create(this.url + FloodedApplication.UNRELATED)).build();
		load.start();
		while (load.isAlive()) {
			long start = System.nanoTime();
			this.http.sendAsync(unrelated, HttpResponse.BodyHandlers.discarding()).join();
			latencies.recordValue(System.nanoTime() - start);
			TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
		}
		return latencies;
	}

	private static void sleep(int seconds) {
		LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(seconds));
	}

	private static double ratio(Histogram one, Histogram other) {
		return (double) one.getValueAtPercentile(99) / other.getValueAtPercentile(99);
	}

	private static void print(String label, Histogram latencies) {
		System.out.printf(Locale.ROOT, "%s: p50 %.2f ms, p99 %.2f ms, %d requests%n", label,
				latencies.getValueAtPercentile(50) / 1e6, latencies.getValueAtPercentile(99) / 1e6,
				latencies.getTotalCount());
	}

}
