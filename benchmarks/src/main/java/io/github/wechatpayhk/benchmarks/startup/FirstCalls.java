package io.github.wechatpayhk.benchmarks.startup;

import java.util.List;

/**
 * The first calls of an application.
 *
 * @param first milliseconds of the first reversal
 * @param second milliseconds of the second one
 */
record FirstCalls(double first, double second) {

	private static final String CALLS = "CALLS ";

	static FirstCalls of(List<String> lines) {
		String[] values = lines.stream()
			.filter((line) -> line.startsWith(CALLS))
			.findFirst()
			.orElseThrow(() -> new IllegalStateException("The application made no call"))
			.substring(CALLS.length())
			.split(" ", -1);
		return new FirstCalls(Double.parseDouble(values[0]), Double.parseDouble(values[1]));
	}

}
