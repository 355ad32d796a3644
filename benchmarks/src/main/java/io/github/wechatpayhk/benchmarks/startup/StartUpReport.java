package io.github.wechatpayhk.benchmarks.startup;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Puts down what the starter adds, and judges it.
 *
 * @param readings all timed starts
 * @param beans the starts whose beans were timed
 * @param counts one start of each stack that was counted
 * @param calls the first calls of the starts that made some
 */
record StartUpReport(List<StartReading> readings, Map<WebStack, List<BeanTimes>> beans,
		Map<WebStack, StartCounts> counts, Map<WebStack, List<FirstCalls>> calls) {

	private static final double START_BAR = 150;

	private static final double FIRST_CALL_BAR = 400;

	private static final int MOST_BEANS = 8;

	List<String> table() {
		List<String> lines = new ArrayList<>(List.of(
				"| application | ready ms, median | fastest | slowest | processor ms of the main thread | classes | heap after collection KiB |",
				"| --- | --- | --- | --- | --- | --- | --- |"));
		for (WebStack stack : this.beans.keySet()) {
			for (Variant variant : Variant.values()) {
				lines.add(String.format(Locale.ROOT, "| %s, %s | %.0f | %.0f | %.0f | %.0f | %,.0f | %,.0f |",
						stack.label(), variant.label(), median(stack, variant, StartReading::millis),
						sorted(stack, variant, StartReading::millis)[0], slowest(stack, variant),
						median(stack, variant, StartReading::cpuMillis), median(stack, variant, StartReading::classes),
						median(stack, variant, StartReading::heap) / 1024));
			}
		}
		return lines;
	}

	List<String> split() {
		List<String> lines = new ArrayList<>(List.of(
				"| the configured starter adds to | ms, in all | ms beyond one WebClient | keys | checks | wiring | of that, beans of ours "
						+ "| their processor ms | not configured, ms | processor ms of the main thread, in all "
						+ "| classes | heap KiB |",
				"| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |"));
		for (WebStack stack : this.beans.keySet()) {
			lines.add(String.format(Locale.ROOT,
					"| %s | %.0f | %.0f | %.1f | %.1f | %.1f | %.1f | %.1f | %.0f | %.0f | %,.0f | %,.0f |",
					stack.label(), added(stack, Variant.CONFIGURED, StartReading::millis), beyondWebClient(stack),
					beans(stack, BeanTimes::keys), beans(stack, BeanTimes::checks), wiring(stack),
					beans(stack, BeanTimes::wiring), beans(stack, BeanTimes::wiringCpu),
					added(stack, Variant.UNUSED, StartReading::millis),
					added(stack, Variant.CONFIGURED, StartReading::cpuMillis),
					added(stack, Variant.CONFIGURED, StartReading::classes),
					added(stack, Variant.CONFIGURED, StartReading::heap) / 1024));
		}
		return lines;
	}

	/**
	 * Return a table of the beans that take longest.
	 */
	List<String> slowestBeans() {
		List<String> lines = new ArrayList<>(List.of("| bean | application | ms, median |", "| --- | --- | --- |"));
		this.beans.forEach((stack, starts) -> starts.stream()
			.flatMap((start) -> start.beans().keySet().stream())
			.distinct()
			.sorted(Comparator.comparingDouble((String bean) -> -bean(stack, bean)))
			.limit(MOST_BEANS)
			.forEach((bean) -> lines
				.add(String.format(Locale.ROOT, "| %s | %s | %.1f |", bean, stack.label(), bean(stack, bean)))));
		return lines;
	}

	private double bean(WebStack stack, String bean) {
		return beans(stack, (times) -> times.beans().getOrDefault(bean, 0.0));
	}

	List<String> bars() {
		List<String> lines = new ArrayList<>();
		for (WebStack stack : this.beans.keySet()) {
			StartCounts count = counts(stack);
			lines.add(String.format(Locale.ROOT, "- %s: %s: %.0f ms beyond one WebClient (at most 150)", stack.label(),
					verdict(beyondWebClient(stack) <= START_BAR), beyondWebClient(stack)));
			lines.add(String.format(Locale.ROOT, "- %s: %s: first call %.0f ms (at most 400), second %.0f ms",
					stack.label(), verdict(call(stack, FirstCalls::first) <= FIRST_CALL_BAR),
					call(stack, FirstCalls::first), call(stack, FirstCalls::second)));
			lines.add(String.format(Locale.ROOT, "- %s: %s: %d connections (none)", stack.label(),
					verdict(count.isWithoutNetwork()), count.connections()));
			lines.add(String.format(Locale.ROOT,
					"- %s: %s: key files read %s times, keys parsed %s times (once each), %.1f ms of parsing",
					stack.label(), verdict(count.isParsedOnce()), count.reads(), count.parses(), count.parseMillis()));
		}
		return lines;
	}

	/**
	 * Return all that the starter adds but keys and checks: more than its own beans, as
	 * the classes and the auto-configurations that it brings count as well. Where the
	 * noise of the starts hides some of it, no less than its own beans take.
	 */
	double wiring(WebStack stack) {
		return Math.max(beans(stack, BeanTimes::wiring), added(stack, Variant.CONFIGURED, StartReading::millis)
				- beans(stack, BeanTimes::keys) - beans(stack, BeanTimes::checks));
	}

	double beyondWebClient(WebStack stack) {
		return median(stack, Variant.CONFIGURED, StartReading::millis)
				- median(stack, Variant.WEB_CLIENT, StartReading::millis);
	}

	private double call(WebStack stack, ToDoubleFunction<FirstCalls> value) {
		return median(this.calls.getOrDefault(stack, List.of()).stream().mapToDouble(value).sorted().toArray());
	}

	private double added(WebStack stack, Variant variant, ToDoubleFunction<StartReading> value) {
		return median(stack, variant, value) - median(stack, Variant.EMPTY, value);
	}

	private double beans(WebStack stack, ToDoubleFunction<BeanTimes> value) {
		return median(this.beans.getOrDefault(stack, List.of()).stream().mapToDouble(value).sorted().toArray());
	}

	private StartCounts counts(WebStack stack) {
		StartCounts counted = this.counts.get(stack);
		if (counted == null) {
			throw new IllegalStateException("Nothing was counted for " + stack);
		}
		return counted;
	}

	private double slowest(WebStack stack, Variant variant) {
		double[] values = sorted(stack, variant, StartReading::millis);
		return values[values.length - 1];
	}

	private double median(WebStack stack, Variant variant, ToDoubleFunction<StartReading> value) {
		return median(sorted(stack, variant, value));
	}

	private double[] sorted(WebStack stack, Variant variant, ToDoubleFunction<StartReading> value) {
		return this.readings.stream()
			.filter((reading) -> reading.stack() == stack && reading.variant() == variant)
			.mapToDouble(value)
			.sorted()
			.toArray();
	}

	private static double median(double[] sorted) {
		int middle = sorted.length / 2;
		return (sorted.length % 2 != 0) ? sorted[middle]
				: Arrays.stream(sorted, middle - 1, middle + 1).average().orElse(Double.NaN);
	}

	private static String verdict(boolean met) {
		return met ? "met" : "**missed**";
	}

}
