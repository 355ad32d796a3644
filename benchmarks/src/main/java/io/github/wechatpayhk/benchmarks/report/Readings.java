package io.github.wechatpayhk.benchmarks.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

import io.github.wechatpayhk.benchmarks.load.Rate;
import io.github.wechatpayhk.benchmarks.load.Reading;

/**
 * All rounds of a run, and their medians. A value that was not measured is
 * {@code Double.NaN}.
 */
final class Readings {

	private final List<Reading> readings = new ArrayList<>();

	private final List<Rate> rates = new ArrayList<>();

	private final List<String> voids = new ArrayList<>();

	void add(Reading reading) {
		this.readings.add(reading);
	}

	void addAll(Collection<Rate> rates) {
		this.rates.addAll(rates);
	}

	void addVoid(String reason) {
		this.voids.add(reason);
	}

	List<Reading> all() {
		return List.copyOf(this.readings);
	}

	List<Rate> rates() {
		return List.copyOf(this.rates);
	}

	List<String> voids() {
		return List.copyOf(this.voids);
	}

	Set<String> clients() {
		Set<String> clients = new LinkedHashSet<>();
		this.readings.forEach((reading) -> clients.add(reading.client()));
		return clients;
	}

	Set<Integer> concurrencies() {
		Set<Integer> concurrencies = new TreeSet<>();
		this.readings.forEach((reading) -> concurrencies.add(reading.inFlight()));
		return concurrencies;
	}

	double median(String client, int inFlight, ToDoubleFunction<Reading> value) {
		return median(this.readings.stream()
			.filter((reading) -> reading.client().equals(client) && reading.inFlight() == inFlight)
			.mapToDouble(value)
			.toArray());
	}

	double throughput(String client, int inFlight) {
		return median(client, inFlight, Reading::throughput);
	}

	/**
	 * Return how often an operation can be done.
	 * @param provider who computes
	 * @param operation {@code sign} or {@code verify}
	 * @param threads on how many threads
	 * @return the median, per second
	 */
	double rate(String provider, String operation, int threads) {
		return median(this.rates.stream()
			.filter((rate) -> rate.provider().equals(provider) && rate.operation().equals(operation)
					&& rate.threads() == threads)
			.mapToDouble(Rate::perSecond)
			.toArray());
	}

	/**
	 * Return what an operation allocates.
	 * @param provider who computes
	 * @param operation {@code sign} or {@code verify}
	 * @return the median, in bytes
	 */
	double allocated(String provider, String operation) {
		return median(this.rates.stream()
			.filter((rate) -> rate.provider().equals(provider) && rate.operation().equals(operation))
			.mapToDouble(Rate::allocated)
			.toArray());
	}

	int mostThreads() {
		return this.rates.stream().mapToInt(Rate::threads).max().orElse(1);
	}

	/**
	 * Return what the arithmetic allows: one signature, one verification and one exchange
	 * of the plain client for each reversal.
	 * @param provider who computes
	 * @param inFlight how many reversals are in flight
	 * @return the limit, per second
	 */
	double limit(String provider, int inFlight) {
		int threads = (inFlight > 1) ? mostThreads() : 1;
		return 1 / (1 / rate(provider, "sign", threads) + 1 / rate(provider, "verify", threads)
				+ 1 / throughput("plain-webclient", inFlight));
	}

	static double median(double... values) {
		if (values.length == 0) {
			return Double.NaN;
		}
		double[] sorted = values.clone();
		Arrays.sort(sorted);
		int middle = sorted.length / 2;
		return (sorted.length % 2 != 0) ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
	}

}
