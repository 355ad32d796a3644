package io.github.wechatpayhk.benchmarks.load;

import java.util.Locale;

/**
 * What was read from one client at one concurrency.
 *
 * @param client the label of the client
 * @param inFlight how many reversals were in flight
 * @param operations how many reversals were measured
 * @param throughput reversals per second
 * @param p50 the median of their latency, in microseconds
 * @param p99 the latency that one in a hundred exceeds, in microseconds
 * @param p999 the latency that one in a thousand exceeds, in microseconds
 * @param cpu processor seconds of the client's process per 1,000 reversals
 * @param gatewayCpu processor seconds of the gateway's process per 1,000 reversals
 * @param allocated bytes allocated by the client's threads per reversal
 * @param threads the greatest number of threads in the client's process
 */
public record Reading(String client, int inFlight, long operations, double throughput, double p50, double p99,
		double p999, double cpu, double gatewayCpu, double allocated, int threads) {

	private static final String PREFIX = "READING ";

	/**
	 * The head of a CSV file of readings.
	 */
	public static final String CSV_HEAD = "client,in_flight,operations,throughput_per_s,p50_us,p99_us,p999_us,"
			+ "cpu_s_per_1000,gateway_cpu_s_per_1000,allocated_bytes_per_op,threads";

	/**
	 * Return this reading as a line of a CSV file.
	 * @return the line
	 */
	public String csv() {
		return String.format(Locale.ROOT, "%s,%d,%d,%.1f,%.1f,%.1f,%.1f,%.4f,%.4f,%.0f,%d", this.client, this.inFlight,
				this.operations, this.throughput, this.p50, this.p99, this.p999, this.cpu, this.gatewayCpu,
				this.allocated, this.threads);
	}

	/**
	 * Return this reading as a line that {@link #parse} finds in the output of a process.
	 * @return the line
	 */
	public String line() {
		return PREFIX + csv();
	}

	/**
	 * Tell whether a line holds a reading.
	 * @param line a line of output
	 * @return whether it does
	 */
	public static boolean isReading(String line) {
		return line.startsWith(PREFIX);
	}

	/**
	 * Read what {@link #line()} wrote.
	 * @param line the line
	 * @return the reading
	 */
	public static Reading parse(String line) {
		String[] values = line.substring(PREFIX.length()).split(",", -1);
		return new Reading(values[0], Integer.parseInt(values[1]), Long.parseLong(values[2]),
				Double.parseDouble(values[3]), Double.parseDouble(values[4]), Double.parseDouble(values[5]),
				Double.parseDouble(values[6]), Double.parseDouble(values[7]), Double.parseDouble(values[8]),
				Double.parseDouble(values[9]), Integer.parseInt(values[10]));
	}

}
