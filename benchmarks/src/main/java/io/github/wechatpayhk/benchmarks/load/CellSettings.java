package io.github.wechatpayhk.benchmarks.load;

import java.time.Duration;
import java.util.List;

import io.github.wechatpayhk.benchmarks.Options;
import io.github.wechatpayhk.benchmarks.peer.PeerKind;

/**
 * One client at some concurrencies.
 *
 * @param kind the client
 * @param inFlight how many reversals are in flight, one measurement for each
 * @param warmUpInFlight how many are in flight before the first measurement
 * @param warmUpOperations how many reversals, at least, before the first measurement
 * @param warmUp how long, at least, before the first measurement
 * @param settle how long to run at a concurrency before it is measured
 * @param measure how long to measure
 */
public record CellSettings(PeerKind kind, List<Integer> inFlight, int warmUpInFlight, int warmUpOperations,
		Duration warmUp, Duration settle, Duration measure) {

	/**
	 * Read the settings from a command line.
	 * @param options its options
	 * @return the settings
	 */
	public static CellSettings of(Options options) {
		return new CellSettings(PeerKind.of(options.required("client")),
				options.list("in-flight", "1").stream().map(Integer::valueOf).toList(),
				options.number("warm-up-in-flight", 64), options.number("warm-up-operations", 5000),
				options.seconds("warm-up", 20), options.seconds("settle", 2), options.seconds("measure", 8));
	}

	int mostInFlight() {
		return this.inFlight.stream().mapToInt(Integer::intValue).reduce(this.warmUpInFlight, Math::max);
	}

}
