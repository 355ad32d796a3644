package io.github.wechatpayhk.benchmarks.report;

import java.util.ArrayList;
import java.util.List;

import io.github.wechatpayhk.benchmarks.load.Reading;

/**
 * Holds a run against what the project has set as its goal. What was not measured is left
 * out.
 */
final class Bars {

	private static final String STARTER = "starter";

	private static final String CORRETTO = "starter-corretto";

	private static final String PLAIN = "plain-webclient";

	private static final int REFERENCE = 64;

	private final Readings readings;

	private final List<String> lines = new ArrayList<>();

	private Bars(Readings readings) {
		this.readings = readings;
	}

	static List<String> judge(Readings readings) {
		Bars bars = new Bars(readings);
		bars.judge();
		return bars.lines;
	}

	private void judge() {
		atLeast("share of the limit, 64 in flight",
				this.readings.throughput(STARTER, REFERENCE) / this.readings.limit("default", REFERENCE), 0.92);
		for (int inFlight : this.readings.concurrencies()) {
			atLeast("times the fastest peer, " + inFlight + " in flight",
					this.readings.throughput(STARTER, inFlight) / fastestPeer(inFlight), 1);
		}
		for (int inFlight : new int[] { 256, 1024 }) {
			double throughput = this.readings.throughput(STARTER, inFlight);
			atLeast("throughput against that at 64, " + inFlight + " in flight",
					throughput / this.readings.throughput(STARTER, REFERENCE), 0.9);
			atMost("p99 against the queue alone, " + inFlight + " in flight",
					this.readings.median(STARTER, inFlight, Reading::p99) * throughput / inFlight / 1e6, 2);
		}
		atMost("microseconds above sign + verify + plain, one in flight, p50",
				this.readings.median(STARTER, 1, Reading::p50) - 1e6 / this.readings.rate("default", "sign", 1)
						- 1e6 / this.readings.rate("default", "verify", 1)
						- this.readings.median(PLAIN, 1, Reading::p50),
				60);
		atLeast("corretto: times the fastest peer, 64 in flight",
				this.readings.throughput(CORRETTO, REFERENCE) / fastestPeer(REFERENCE), 3);
		atLeast("corretto: share of its own limit, 64 in flight",
				this.readings.throughput(CORRETTO, REFERENCE) / this.readings.limit("corretto", REFERENCE), 0.95);
		double beyondPlain = this.readings.median(STARTER, REFERENCE, Reading::allocated)
				- this.readings.median(PLAIN, REFERENCE, Reading::allocated);
		atMost("KiB allocated beyond plain, 64 in flight", beyondPlain / 1024, 16);
		atMost("KiB allocated beyond plain and beyond what the JDK's RSA allocates, 64 in flight", (beyondPlain
				- this.readings.allocated("default", "sign") - this.readings.allocated("default", "verify")) / 1024,
				16);
	}

	private double fastestPeer(int inFlight) {
		return this.readings.clients()
			.stream()
			.filter((client) -> !client.startsWith(STARTER) && !client.equals(PLAIN))
			.mapToDouble((client) -> this.readings.throughput(client, inFlight))
			.filter(Double::isFinite)
			.max()
			.orElse(Double.NaN);
	}

	private void atLeast(String what, double value, double bar) {
		add(what, value, bar, "at least", value >= bar);
	}

	private void atMost(String what, double value, double bar) {
		add(what, value, bar, "at most", value <= bar);
	}

	private void add(String what, double value, double bar, String direction, boolean met) {
		if (Double.isFinite(value)) {
			this.lines.add("- " + (met ? "met" : "**missed**") + ": " + what + ": " + RatioTable.number("%.2f", value)
					+ " (" + direction + ' ' + RatioTable.number("%.2f", bar) + ')');
		}
	}

}
