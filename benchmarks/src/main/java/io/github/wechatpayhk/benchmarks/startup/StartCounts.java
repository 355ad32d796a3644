package io.github.wechatpayhk.benchmarks.startup;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a start did that it should do once, or never.
 *
 * @param connections how many connections were opened to where the calls go
 * @param reads how often each key file was read
 * @param parses how often each of the keys was parsed
 * @param parseMillis how long all that took
 */
record StartCounts(int connections, List<Integer> reads, List<Integer> parses, double parseMillis) {

	static StartCounts of(int connections, List<String> lines, List<String> digests) {
		return new StartCounts(connections, counts(lines, "READ ").map((values) -> Integer.valueOf(values[1])).toList(),
				digests.stream()
					.map((digest) -> counts(lines, "PARSED ").filter((values) -> values[2].equals(digest))
						.mapToInt((values) -> Integer.parseInt(values[1]))
						.sum())
					.toList(),
				counts(lines, "PARSE-NANOS ").mapToDouble((values) -> Long.parseLong(values[1]) / 1e6).sum());
	}

	private static Stream<String[]> counts(List<String> lines, String prefix) {
		return lines.stream().filter((line) -> line.startsWith(prefix)).map((line) -> line.split(" ", 3));
	}

	boolean isWithoutNetwork() {
		return this.connections == 0;
	}

	/**
	 * Tell whether the private and the public key were read and parsed once each.
	 * @return whether both were
	 */
	boolean isParsedOnce() {
		return this.reads.equals(List.of(1, 1)) && this.parses.equals(List.of(1, 1));
	}

}
