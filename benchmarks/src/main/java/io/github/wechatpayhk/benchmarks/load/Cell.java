package io.github.wechatpayhk.benchmarks.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import io.github.wechatpayhk.benchmarks.BenchmarkKeys;
import io.github.wechatpayhk.benchmarks.Options;
import io.github.wechatpayhk.benchmarks.gateway.GatewayStatistics;
import io.github.wechatpayhk.benchmarks.peer.Peer;
import io.github.wechatpayhk.benchmarks.peer.PeerSettings;
import org.HdrHistogram.Histogram;
import reactor.core.publisher.Mono;

/**
 * Measures one client, against a gateway that runs already. The client first proves that
 * it verifies: a forged response must fail. Afterwards each exchange must succeed, and
 * the gateway must not have seen a wrong signature, else the run is void. It is warmed up
 * once with many reversals in flight, as the few that one in flight makes within seconds
 * would leave most of the code uncompiled.
 */
public final class Cell {

	private final CellSettings settings;

	private final GatewayAdministration gateway;

	private final PeerSettings peerSettings;

	/**
	 * Create a cell.
	 * @param settings which client, and how long
	 * @param keys the keys of the run
	 * @param port where the gateway listens
	 */
	public Cell(CellSettings settings, BenchmarkKeys keys, int port) {
		this.settings = settings;
		this.gateway = new GatewayAdministration(port);
		this.peerSettings = new PeerSettings(keys, port, settings.mostInFlight());
	}

	/**
	 * Measure and print, as a process of its own.
	 * @param options the command line
	 * @throws IOException if the keys cannot be read
	 */
	public static void main(Options options) throws IOException {
		Cell cell = new Cell(CellSettings.of(options), BenchmarkKeys.read(Path.of(options.required("keys"))),
				Integer.parseInt(options.required("gateway")));
		cell.measure().forEach((reading) -> System.out.println(reading.line()));
	}

	/**
	 * Measure.
	 * @return a reading for each concurrency
	 * @throws VoidRunException if an exchange failed or was not verified
	 */
	public List<Reading> measure() {
		try (Peer peer = this.settings.kind().create(this.peerSettings)) {
			if (this.settings.kind().verifies()) {
				requireRefusalOfForgery(peer);
			}
			GatewayStatistics start = this.gateway.statistics();
			try (Load load = Load.start(peer, this.settings.warmUpInFlight())) {
				load.await(this.settings.warmUpOperations(), this.settings.warmUp());
			}
			List<Reading> readings = this.settings.inFlight()
				.stream()
				.map((inFlight) -> measure(peer, inFlight))
				.toList();
			requireSignedRequests(start, this.gateway.statistics());
			return readings;
		}
	}

	private Reading measure(Peer peer, int inFlight) {
		try (Load load = Load.start(peer, inFlight)) {
			load.await(inFlight, this.settings.settle());
			ProcessMeters.resetPeakThreads();
			GatewayStatistics gatewayBefore = this.gateway.statistics();
			load.reset();
			long operationsBefore = load.completed();
			ProcessMeters before = ProcessMeters.read();
			load.await(1, this.settings.measure());
			ProcessMeters after = ProcessMeters.read();
			Histogram latencies = load.latencies();
			long operations = load.completed() - operationsBefore;
			GatewayStatistics gatewayAfter = this.gateway.statistics();
			double gatewayRequests = gatewayAfter.requests() - gatewayBefore.requests();
			return new Reading(this.settings.kind().label(), inFlight, operations,
					operations * 1e9 / (after.nanoTime() - before.nanoTime()), micros(latencies, 50),
					micros(latencies, 99), micros(latencies, 99.9),
					(after.cpuNanos() - before.cpuNanos()) / 1e6 / operations,
					(gatewayAfter.cpuNanos() - gatewayBefore.cpuNanos()) / 1e6 / gatewayRequests,
					(double) (after.allocated() - before.allocated()) / operations, ProcessMeters.peakThreads());
		}
	}

	private static double micros(Histogram latencies, double percentile) {
		return latencies.getValueAtPercentile(percentile) / 1000.0;
	}

	private void requireRefusalOfForgery(Peer peer) {
		reverse(peer);
		this.gateway.forge(1);
		try {
			reverse(peer);
		}
		catch (VoidRunException ex) {
			this.gateway.forge(0);
			reverse(peer);
			return;
		}
		throw new VoidRunException("'" + this.settings.kind().label() + "' trusted a forged response", null);
	}

	private static void reverse(Peer peer) {
		try {
			if (peer instanceof Peer.Reactive reactive) {
				Mono.from(reactive.reverse(PeerSettings.OUT_TRADE_NO)).block();
			}
			else if (peer instanceof Peer.Blocking blocking) {
				blocking.reverse(PeerSettings.OUT_TRADE_NO);
			}
		}
		catch (Exception ex) {
			throw new VoidRunException("An exchange failed: " + ex, ex);
		}
	}

	private void requireSignedRequests(GatewayStatistics before, GatewayStatistics after) {
		if (after.failures() != before.failures()) {
			throw new VoidRunException("The gateway saw a wrong signature", null);
		}
		if (this.settings.kind().verifies() && after.checked() == before.checked()) {
			throw new VoidRunException("The gateway checked no signature", null);
		}
	}

}
