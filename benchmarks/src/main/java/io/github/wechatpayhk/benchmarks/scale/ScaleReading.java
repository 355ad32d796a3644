package io.github.wechatpayhk.benchmarks.scale;

import java.util.Locale;

/**
 * One number of merchants at one concurrency.
 *
 * @param provider who computes the signatures
 * @param merchants how many merchants reverse in turn
 * @param inFlight how many reversals are in flight
 * @param operations how many were measured
 * @param throughput reversals per second
 * @param p50 the median latency, in milliseconds
 * @param p99 the 99th percentile, in milliseconds
 * @param heapPerMerchant bytes after a collection that a merchant keeps while nothing is
 * in flight, {@code NaN} if there are too few to tell
 * @param heapPerCall bytes after a collection that a reversal in flight keeps,
 * {@code NaN} if there are too few to tell
 * @param threads how many threads lived at most
 */
public record ScaleReading(String provider, int merchants, int inFlight, long operations, double throughput, double p50,
		double p99, double heapPerMerchant, double heapPerCall, int threads) {

	private static final String PREFIX = "SCALE ";

	/**
	 * The head of a CSV file of readings.
	 */
	public static final String CSV_HEAD = "provider,merchants,in_flight,operations,throughput_per_s,p50_ms,p99_ms,"
			+ "heap_bytes_per_merchant,heap_bytes_per_call,threads";

	/**
	 * Return this reading as a line of a CSV file.
	 * @return the line
	 */
	public String csv() {
		return String.format(Locale.ROOT, "%s,%d,%d,%d,%.1f,%.2f,%.2f,%.0f,%.0f,%d", this.provider, this.merchants,
				this.inFlight, this.operations, this.throughput, this.p50, this.p99, this.heapPerMerchant,
				this.heapPerCall, this.threads);
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
	public static ScaleReading parse(String line) {
		String[] values = line.substring(PREFIX.length()).split(",", -1);
		return new ScaleReading(values[0], Integer.parseInt(values[1]), Integer.parseInt(values[2]),
				Long.parseLong(values[3]), Double.parseDouble(values[4]), Double.parseDouble(values[5]),
				Double.parseDouble(values[6]), Double.parseDouble(values[7]), Double.parseDouble(values[8]),
				Integer.parseInt(values[9]));
	}

	/**
	 * The head of a table of readings.
	 */
	static final String MARKDOWN_HEAD = """
			| merchants | in flight | reversals/s | p50 ms | p99 ms | heap per merchant | heap per call in flight | threads |
			| --- | --- | --- | --- | --- | --- | --- | --- |""";

	String markdown() {
		return String.format(Locale.ROOT, "| %,d | %,d | %,.0f | %,.2f | %,.2f | %s | %s | %d |", this.merchants,
				this.inFlight, this.throughput, this.p50, this.p99, bytes(this.heapPerMerchant),
				bytes(this.heapPerCall), this.threads);
	}

	private static String bytes(double value) {
		return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%,.0f B", value);
	}

}
