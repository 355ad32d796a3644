package io.github.wechatpayhk.benchmarks.load;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

import io.github.wechatpayhk.benchmarks.BenchmarkKeys;
import io.github.wechatpayhk.benchmarks.Options;
import io.github.wechatpayhk.benchmarks.gateway.Gateway;
import io.github.wechatpayhk.benchmarks.peer.Peer;
import io.github.wechatpayhk.benchmarks.peer.PeerKind;
import io.github.wechatpayhk.benchmarks.peer.PeerSettings;
import org.HdrHistogram.Histogram;

import org.springframework.web.reactive.function.client.WebClient;

/**
 * The latency of a request that has nothing to do with payments, on the event loops that
 * the reversals use, while no reversal runs and while signing is saturated. The gateway
 * is in the same process: the figures are for comparison with each other.
 */
public final class Interference {

	private static final int PAUSE_MILLIS = 2;

	private Interference() {
	}

	/**
	 * Measure and print.
	 * @param options the command line
	 * @throws InterruptedException if it is interrupted
	 */
	public static void main(Options options) throws InterruptedException {
		Duration warmUp = options.seconds("warm-up", 10);
		Duration measure = options.seconds("measure", 10);
		int inFlight = options.number("in-flight", 64);
		BenchmarkKeys keys = BenchmarkKeys.generate();
		PeerKind kind = PeerKind.of(options.text("client", PeerKind.STARTER.label()));
		try (Gateway gateway = Gateway.start(keys, Gateway.Settings.plain());
				Peer peer = kind.create(new PeerSettings(keys, gateway.port(), inFlight))) {
			// the loops of Reactor Netty are shared by all its clients in a process
			WebClient unrelated = WebClient.create("http://127.0.0.1:" + gateway.port() + "/admin/statistics");
			try (Load load = Load.start(peer, inFlight)) {
				load.await(1, warmUp);
			}
			probe(unrelated, warmUp);
			Histogram idle = probe(unrelated, measure);
			Histogram busy;
			try (Load load = Load.start(peer, inFlight)) {
				load.await(inFlight, Duration.ofSeconds(1));
				busy = probe(unrelated, measure);
			}
			print("idle", idle);
			print("signing saturated", busy);
			System.out.printf(Locale.ROOT, "p99 ratio %.2f (at most 2)%n",
					(double) busy.getValueAtPercentile(99) / idle.getValueAtPercentile(99));
		}
	}

	private static Histogram probe(WebClient unrelated, Duration time) throws InterruptedException {
		Histogram latencies = new Histogram(3);
		long end = System.nanoTime() + time.toNanos();
		while (System.nanoTime() < end) {
			long start = System.nanoTime();
			unrelated.get().retrieve().toBodilessEntity().block();
			latencies.recordValue(System.nanoTime() - start);
			TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
		}
		return latencies;
	}

	private static void print(String label, Histogram latencies) {
		System.out.printf(Locale.ROOT, "%s: p50 %.0f us, p99 %.0f us, p99.9 %.0f us, %d requests%n", label,
				latencies.getValueAtPercentile(50) / 1e3, latencies.getValueAtPercentile(99) / 1e3,
				latencies.getValueAtPercentile(99.9) / 1e3, latencies.getTotalCount());
	}

}
