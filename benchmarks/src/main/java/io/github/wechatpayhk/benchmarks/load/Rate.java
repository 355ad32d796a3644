package io.github.wechatpayhk.benchmarks.load;

import java.util.Locale;

/**
 * How often an operation of RSA-2048 was done.
 *
 * @param provider who computed it
 * @param operation {@code sign} or {@code verify}
 * @param threads on how many threads
 * @param perSecond how often in a second, all threads together
 * @param allocated bytes allocated for one operation, {@code NaN} if that is not known
 */
public record Rate(String provider, String operation, int threads, double perSecond, double allocated) {

	private static final String PREFIX = "RATE ";

	/**
	 * The head of a CSV file of rates.
	 */
	public static final String CSV_HEAD = "provider,operation,threads,per_s,allocated_bytes_per_op";

	/**
	 * Return this rate as a line of a CSV file.
	 * @return the line
	 */
	public String csv() {
		return String.format(Locale.ROOT, "%s,%s,%d,%.1f,%.0f", this.provider, this.operation, this.threads,
				this.perSecond, this.allocated);
	}

	/**
	 * Return this rate as a line that {@link #parse} finds in the output of a process.
	 * @return the line
	 */
	public String line() {
		return PREFIX + csv();
	}

	/**
	 * Tell whether a line holds a rate.
	 * @param line a line of output
	 * @return whether it does
	 */
	public static boolean isRate(String line) {
		return line.startsWith(PREFIX);
	}

	/**
	 * Read what {@link #line()} wrote.
	 * @param line the line
	 * @return the rate
	 */
	public static Rate parse(String line) {
		String[] values = line.substring(PREFIX.length()).split(",", -1);
		return new Rate(values[0], values[1], Integer.parseInt(values[2]), Double.parseDouble(values[3]),
				Double.parseDouble(values[4]));
	}

}
