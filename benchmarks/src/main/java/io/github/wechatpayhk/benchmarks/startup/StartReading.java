package io.github.wechatpayhk.benchmarks.startup;

import java.util.List;
import java.util.Locale;

/**
 * One start of an application.
 *
 * @param stack its web stack
 * @param variant what it has of ours
 * @param millis from the start of the JVM until it was ready
 * @param cpuMillis processor time of the main thread until then
 * @param classes how many classes were loaded then
 * @param heap bytes in use after a collection then
 */
record StartReading(WebStack stack, Variant variant, double millis, double cpuMillis, int classes, long heap) {

	private static final String READY = "READY ";

	static final String CSV_HEAD = "stack,variant,ready_ms,main_thread_cpu_ms,classes,heap_bytes";

	String csv() {
		return String.format(Locale.ROOT, "%s,%s,%.0f,%.0f,%d,%d", this.stack, this.variant, this.millis,
				this.cpuMillis, this.classes, this.heap);
	}

	static StartReading of(WebStack stack, Variant variant, List<String> lines) {
		String[] values = lines.stream()
			.filter((line) -> line.startsWith(READY))
			.findFirst()
			.orElseThrow(() -> new IllegalStateException("The application was never ready"))
			.substring(READY.length())
			.split(" ", -1);
		return new StartReading(stack, variant, Double.parseDouble(values[0]), Double.parseDouble(values[1]),
				Integer.parseInt(values[2]), Long.parseLong(values[3]));
	}

}
