package io.github.wechatpayhk.benchmarks.scale;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.github.wechatpayhk.benchmarks.BenchmarkKeys;
import io.github.wechatpayhk.benchmarks.MerchantKeys;
import io.github.wechatpayhk.benchmarks.Options;
import io.github.wechatpayhk.benchmarks.gateway.GatewayStatistics;
import io.github.wechatpayhk.benchmarks.load.GatewayAdministration;
import io.github.wechatpayhk.benchmarks.load.Heap;
import io.github.wechatpayhk.benchmarks.load.Load;
import io.github.wechatpayhk.benchmarks.load.VoidRunException;
import io.github.wechatpayhk.benchmarks.peer.PeerSettings;
import io.github.wechatpayhk.signature.SignatureProvider;
import org.HdrHistogram.Histogram;

/**
 * Measures more and more merchants, and then one merchant with more and more reversals in
 * flight, in one process. Each exchange must succeed and each response is verified, a
 * forged one must fail beforehand, and the gateway must not have seen a wrong signature.
 */
public final class ScaleCell {

	/**
	 * How many reversals are in flight while the number of merchants grows.
	 */
	static final int USUAL = 64;

	/**
	 * Of fewer, what the heap holds beside them says more than what they hold.
	 */
	private static final int FEWEST_TO_WEIGH = 100;

	private final BenchmarkKeys keys;

	private final MerchantKeys merchantKeys;

	private final int port;

	private final GatewayAdministration gateway;

	private final SignatureProvider provider;

	private final Duration measure;

	ScaleCell(BenchmarkKeys keys, MerchantKeys merchantKeys, int port, SignatureProvider provider, Duration measure) {
		this.keys = keys;
		this.merchantKeys = merchantKeys;
		this.port = port;
		this.gateway = new GatewayAdministration(port);
		this.provider = provider;
		this.measure = measure;
	}

	/**
	 * Measure and print, as a process of its own.
	 * @param options the command line
	 * @throws IOException if the keys cannot be read
	 */
	public static void main(Options options) throws IOException {
		Path directory = Path.of(options.required("keys"));
		ScaleCell cell = new ScaleCell(BenchmarkKeys.read(directory), MerchantKeys.read(directory),
				Integer.parseInt(options.required("gateway")),
				SignatureProvider.named(options.text("provider", "corretto")), options.seconds("measure", 4));
		cell.measure(options.seconds("warm-up", 10), numbers(options.list("merchants", "1")),
				numbers(options.list("in-flight", "1")), (reading) -> System.out.println(reading.line()));
	}

	private static List<Integer> numbers(List<String> texts) {
		return texts.stream().filter((text) -> !text.isEmpty()).map(Integer::valueOf).toList();
	}

	List<ScaleReading> measure(Duration warmUp, List<Integer> merchants, List<Integer> inFlight,
			Consumer<ScaleReading> listener) {
		GatewayStatistics before = this.gateway.statistics();
		List<ScaleReading> readings = new ArrayList<>();
		try (ManyMerchants one = merchants(1)) {
			requireRefusalOfForgery(one);
			try (Load load = Load.start(one, USUAL)) {
				load.await(USUAL, warmUp);
			}
		}
		for (int number : merchants) {
			ScaleReading reading = measure(number, USUAL);
			readings.add(reading);
			listener.accept(reading);
		}
		for (int number : inFlight) {
			ScaleReading reading = measure(1, number);
			readings.add(reading);
			listener.accept(reading);
		}
		requireSignedRequests(before, this.gateway.statistics());
		return readings;
	}

	private ManyMerchants merchants(int number) {
		return new ManyMerchants(this.keys, this.merchantKeys, this.port, this.provider, number);
	}

	private ScaleReading measure(int number, int inFlight) {
		long empty = Heap.afterCollection();
		try (ManyMerchants merchants = merchants(number)) {
			merchants.reverseOnceEach();
			if (merchants.held() != number) {
				throw new VoidRunException(merchants.held() + " merchants are held instead of " + number, null);
			}
			long idle = Heap.afterCollection();
			ThreadMXBean threads = ManagementFactory.getThreadMXBean();
			threads.resetPeakThreadCount();
			try (Load load = Load.start(merchants, inFlight)) {
				// the first turn is the filling of the queue
				load.await(inFlight, Duration.ofMillis(Math.min(1000, this.measure.toMillis())));
				load.reset();
				long done = load.completed();
				long start = System.nanoTime();
				load.await(inFlight, this.measure);
				long operations = load.completed() - done;
				double seconds = (System.nanoTime() - start) / 1e9;
				Histogram latencies = load.latencies();
				long busy = Heap.afterCollection();
				return new ScaleReading(this.provider.name(), number, inFlight, operations, operations / seconds,
						latencies.getValueAtPercentile(50) / 1e6, latencies.getValueAtPercentile(99) / 1e6,
						each(idle - empty, number), each(busy - idle, inFlight), threads.getPeakThreadCount());
			}
		}
	}

	private static double each(long bytes, int number) {
		return (number < FEWEST_TO_WEIGH) ? Double.NaN : (double) bytes / number;
	}

	private void requireRefusalOfForgery(ManyMerchants merchants) {
		merchants.reverseOnceEach();
		this.gateway.forge(1);
		try {
			merchants.reverse(PeerSettings.OUT_TRADE_NO).block();
		}
		catch (RuntimeException ex) {
			this.gateway.forge(0);
			return;
		}
		throw new VoidRunException("A forged response was trusted", null);
	}

	private static void requireSignedRequests(GatewayStatistics before, GatewayStatistics after) {
		if (after.failures() != before.failures()) {
			throw new VoidRunException("The gateway saw a wrong signature", null);
		}
		if (after.checked() == before.checked()) {
			throw new VoidRunException("The gateway checked no signature", null);
		}
	}

}
