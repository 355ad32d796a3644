package io.github.wechatpayhk.benchmarks.gateway;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a gateway has seen since it started.
 *
 * @param requests how many requests it handled
 * @param checked of how many it checked the signature
 * @param failures how many of these were not signed, or wrongly
 * @param cpuNanos the processor time of its whole process, in nanoseconds
 */
public record GatewayStatistics(long requests, long checked, long failures, long cpuNanos) {

	/**
	 * Return these statistics as a text for {@link #parse}.
	 * @return one line
	 */
	public String format() {
		return "requests=" + this.requests + " checked=" + this.checked + " failures=" + this.failures + " cpuNanos="
				+ this.cpuNanos;
	}

	/**
	 * Read what {@link #format()} wrote.
	 * @param text one line
	 * @return the statistics
	 */
	public static GatewayStatistics parse(String text) {
		Map<String, Long> values = new LinkedHashMap<>();
		for (String part : text.trim().split(" ", -1)) {
			String[] pair = part.split("=", 2);
			values.put(pair[0], Long.valueOf(pair[1]));
		}
		return new GatewayStatistics(value(values, "requests"), value(values, "checked"), value(values, "failures"),
				value(values, "cpuNanos"));
	}

	private static long value(Map<String, Long> values, String name) {
		Long value = values.get(name);
		if (value == null) {
			throw new IllegalArgumentException("'" + name + "' is missing");
		}
		return value;
	}

}
