package io.github.wechatpayhk.benchmarks.growth;

import java.io.IOException;
import java.util.Arrays;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.benchmarks.Options;
import io.github.wechatpayhk.benchmarks.load.VoidRunException;
import io.github.wechatpayhk.durable.ReversalState;
import io.github.wechatpayhk.merchant.MerchantCredential;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.order.ReverseOrderRequest;
import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.signature.Signer;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.gateway.RateLimits;
import io.github.wechatpayhk.simulator.order.SimulatedOrder;
import io.github.wechatpayhk.simulator.order.TradeState;
import io.github.wechatpayhk.trust.PlatformKeys;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/**
 * Enqueues and executes scheduled reversals while more and more of them are stored, and
 * on several nodes. Simulator, nodes and H2 share one process and its processors;
 * PostgreSQL is a process of its own on the same ones. A run is void unless each
 * scheduled reversal was reversed by one call.
 */
public final class Growth {

	private static final int ENQUEUING_THREADS = 4;

	private static final String ROW = "%-10s  %5s  %9s  %11s  %13s  %15s  %15s  %13s%n";

	private final WechatPayHkSimulator simulator;

	private final int warmUp;

	private final int reversals;

	private final int samples;

	private int cell;

	private Growth(WechatPayHkSimulator simulator, Options options) {
		this.simulator = simulator;
		this.warmUp = options.number("warm-up", 300);
		this.reversals = options.number("reversals", 500);
		this.samples = options.number("samples", 50);
	}

	/**
	 * Measure and print a table.
	 * @param options what is stored, where, and how many nodes there are
	 * @throws IOException if a database does not start
	 */
	public static void main(Options options) throws IOException {
		try (WechatPayHkSimulator simulator = WechatPayHkSimulator.builder().rateLimit(RateLimits.none()).start()) {
			Growth growth = new Growth(simulator, options);
			System.out.printf(
					"%d reversals scheduled by %d threads and then kept, %d samples of the pick-up latency, "
							+ "%d processors%n",
					growth.reversals, ENQUEUING_THREADS, growth.samples, Runtime.getRuntime().availableProcessors());
			System.out.printf(ROW, "database", "nodes", "stored", "enqueued/s", "completed/s", "pick-up p50 ms",
					"pick-up max ms", "bytes/reversal");
			for (String kind : options.list("databases", "h2,postgresql")) {
				for (String stored : options.list("stored", "1,10000")) {
					growth.measure(kind, Integer.parseInt(stored), 1);
				}
			}
			for (String nodes : options.list("nodes", "2,3")) {
				growth.measure("postgresql", options.number("stored-for-nodes", 10_000), Integer.parseInt(nodes));
			}
		}
	}

	private WechatPayHkClient client() {
		MerchantCredential credential = new MerchantCredential(
				SerialNumber.of(this.simulator.merchant().serialNumber()),
				Signer.rsa(this.simulator.merchant().privateKey()));
		PlatformKeys keys = PlatformKeys.publicKey(SerialNumber.of(this.simulator.platform().publicKeyId()),
				this.simulator.platform().publicKey());
		return WechatPayHkClient.builder(MerchantIds.direct("1900000109"), credential, keys)
			.baseUrl(this.simulator.baseUrl())
			.build();
	}

	private void measure(String kind, int stored, int nodes) throws IOException {
		this.cell++;
		try (GrowthDatabase database = GrowthDatabase.create(kind)) {
			long empty = database.size();
			database.fill(stored);
			long bytes = (database.size() - empty) / stored;
			long calls = this.simulator.requests().total();
			warmUp(database, nodes);
			try (Nodes running = new Nodes(database.store(), client(), nodes)) {
				long waiting = running.reversals().backlog().waiting();
				// nothing is kept before all is scheduled, so that the two are measured
				// apart
				double enqueued = perSecond(() -> enqueue(running, "M", this.reversals));
				double completed = perSecond(() -> {
					running.start();
					running.awaitEnded(this.reversals);
				});
				double[] latencies = pickUps(running);
				check(running, waiting, this.simulator.requests().total() - calls);
				System.out.printf(ROW, kind, nodes, String.format("%,d", stored), String.format("%,.0f", enqueued),
						String.format("%,.0f", completed), String.format("%.1f", latencies[latencies.length / 2]),
						String.format("%.1f", latencies[latencies.length - 1]),
						(stored < 1000) ? "-" : String.format("%,d", bytes));
			}
		}
	}

	private void warmUp(GrowthDatabase database, int nodes) {
		try (Nodes warming = new Nodes(database.store(), client(), nodes)) {
			enqueue(warming, "W", this.warmUp);
			warming.start();
			warming.awaitEnded(this.warmUp);
		}
	}

	private String order(String prefix, int number) {
		return prefix + this.cell + "N" + number;
	}

	private void enqueue(Nodes nodes, String prefix, int number) {
		Flux.range(0, number).parallel(ENQUEUING_THREADS).runOn(Schedulers.boundedElastic()).doOnNext((i) -> {
			this.simulator.orders().put(SimulatedOrder.quickPay(order(prefix, i)));
			nodes.reversals().schedule(ReverseOrderRequest.outTradeNo(order(prefix, i)));
		}).sequential().blockLast();
	}

	private double perSecond(Runnable work) {
		long start = System.nanoTime();
		work.run();
		return this.reversals / ((System.nanoTime() - start) / 1e9);
	}

	/**
	 * Scheduled reversal one after the other, and take the time from the end of the
	 * transaction to the beginning of the call.
	 */
	private double[] pickUps(Nodes nodes) {
		double[] latencies = new double[this.samples];
		for (int sample = 0; sample < this.samples; sample++) {
			this.simulator.orders().put(SimulatedOrder.quickPay(order("L", sample)));
			nodes.reversals().schedule(ReverseOrderRequest.outTradeNo(order("L", sample)));
			long scheduledAt = System.nanoTime();
			nodes.awaitEnded(this.reversals + sample + 1L);
			latencies[sample] = Math.max(0, nodes.sentAt() - scheduledAt) / 1e6;
		}
		Arrays.sort(latencies);
		return latencies;
	}

	private void check(Nodes nodes, long waiting, long calls) {
		long expected = (long) this.warmUp + this.reversals + this.samples;
		if (calls != expected) {
			throw new VoidRunException(calls + " calls were made for " + expected + " scheduled reversals", null);
		}
		if (nodes.reversals().backlog().waiting() != waiting) {
			throw new VoidRunException("Scheduled reversals are left, or one that has time was kept", null);
		}
		if (nodes.reversals().counts().getOrDefault(ReversalState.REVERSED, 0L) < expected) {
			throw new VoidRunException("Scheduled reversals are lost", null);
		}
		for (int number = 0; number < this.reversals; number++) {
			if (this.simulator.orders().state(order("M", number)) != TradeState.REVOKED) {
				throw new VoidRunException("An order was reported as reversed and is not", null);
			}
		}
	}

}
