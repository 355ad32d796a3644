package io.github.wechatpayhk.benchmarks.load;

import java.time.Duration;

import io.github.wechatpayhk.benchmarks.Options;
import io.github.wechatpayhk.benchmarks.peer.PeerKind;

/**
 * One client at one concurrency.
 *
 * @param kind the client
 * @param inFlight how many reversals are in flight
 * @param warmUpOperations how many reversals, at least, before the measurement
 * @param warmUp how long, at least, before the measurement
 * @param measure how long to measure
 */
public record CellSettings(PeerKind kind, int inFlight, int warmUpOperations, Duration warmUp, Duration measure) {

	/**
	 * Read the settings from a command line.
	 * @param options its options
	 * @return the settings
	 */
	public static CellSettings of(Options options) {
		return new CellSettings(PeerKind.of(options.required("client")), options.number("in-flight", 1),
				options.number("warm-up-operations", 5000), options.seconds("warm-up", 20),
				options.seconds("measure", 8));
	}

}
