package io.github.wechatpayhk.benchmarks.scale;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

import io.github.wechatpayhk.benchmarks.BenchmarkKeys;
import io.github.wechatpayhk.benchmarks.Options;
import io.github.wechatpayhk.benchmarks.gateway.GatewayStatistics;
import io.github.wechatpayhk.benchmarks.load.GatewayAdministration;
import io.github.wechatpayhk.benchmarks.load.Load;
import io.github.wechatpayhk.benchmarks.load.VoidRunException;
import io.github.wechatpayhk.benchmarks.peer.Peer;
import io.github.wechatpayhk.benchmarks.peer.PeerKind;
import io.github.wechatpayhk.benchmarks.peer.PeerSettings;

/**
 * Reverses for a long time, and now and then takes a sample of what the process holds.
 * Each exchange must succeed.
 */
public final class SoakCell {

	private SoakCell() {
	}

	/**
	 * Run and print samples, as a process of its own.
	 * @param options the command line
	 * @throws IOException if the keys cannot be read
	 */
	public static void main(Options options) throws IOException {
		PeerSettings settings = new PeerSettings(BenchmarkKeys.read(Path.of(options.required("keys"))),
				Integer.parseInt(options.required("gateway")), options.number("in-flight", 64));
		run(PeerKind.of(options.text("client", PeerKind.STARTER_CORRETTO.label())), settings,
				options.seconds("seconds", 600), options.seconds("every", 10),
				(sample) -> System.out.println(sample.line()));
	}

	static void run(PeerKind kind, PeerSettings settings, Duration time, Duration every,
			Consumer<SoakSample> listener) {
		GatewayAdministration gateway = new GatewayAdministration(settings.port());
		GatewayStatistics before = gateway.statistics();
		try (Peer peer = kind.create(settings); Load load = Load.start(peer, settings.inFlight())) {
			long start = System.nanoTime();
			long number = 1;
			while (number * every.toNanos() <= time.toNanos()) {
				Duration rest = Duration.ofNanos(start + number * every.toNanos() - System.nanoTime());
				load.await(1, rest);
				listener.accept(SoakSample.take((System.nanoTime() - start) / 1e9, load.completed()));
				number++;
			}
		}
		GatewayStatistics after = gateway.statistics();
		if (after.failures() != before.failures() || after.checked() == before.checked()) {
			throw new VoidRunException("The gateway saw a wrong signature, or checked none", null);
		}
	}

}
