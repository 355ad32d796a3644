package io.github.wechatpayhk.benchmarks.startup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.wechatpayhk.benchmarks.Options;
import io.github.wechatpayhk.benchmarks.report.Machine;

/**
 * Starts empty applications in turn, without and with the starter, and shows what it
 * adds.
 */
public final class StartUp {

	private StartUp() {
	}

	/**
	 * Run and print the tables and the bars.
	 * @param options the command line
	 * @return whether all applications started
	 * @throws IOException if a process or a file fails
	 */
	public static boolean main(Options options) throws IOException {
		Path output = Path.of(options.text("output", "benchmarks/target/start-up"));
		Path javaHome = Path.of(options.text("java", System.getProperty("java.home")));
		Machine machine = Machine.describe(javaHome);
		int starts = options.number("starts", 10);
		Path directory = Files.createTempDirectory("benchmark-start-up");
		StartUpReport report;
		try (ApplicationStarts applications = new ApplicationStarts(javaHome, directory)) {
			report = run(applications, starts);
		}
		finally {
			deleteAll(directory);
		}
		List<String> summary = new ArrayList<>(List.of(machine.markdown(), "",
				starts + " starts of each kind in turn, each in a fresh JVM with default settings, "
						+ "from the start of the JVM to ApplicationReadyEvent.",
				""));
		summary.addAll(report.table());
		summary.add("");
		summary.addAll(report.split());
		summary.add("");
		summary.addAll(report.slowestBeans());
		summary.add("");
		summary.addAll(report.bars());
		List<String> csv = new ArrayList<>(List.of(StartReading.CSV_HEAD));
		report.readings().stream().map(StartReading::csv).forEach(csv::add);
		Files.createDirectories(output);
		Files.write(output.resolve("start-up.csv"), csv);
		Files.write(output.resolve("beans.csv"), beans(report));
		Files.write(output.resolve("start-up.md"), summary);
		summary.forEach(System.out::println);
		return true;
	}

	static StartUpReport run(ApplicationStarts applications, int starts) throws IOException {
		List<StartReading> readings = new ArrayList<>();
		Map<WebStack, List<BeanTimes>> beans = new EnumMap<>(WebStack.class);
		Map<WebStack, StartCounts> counts = new EnumMap<>(WebStack.class);
		Map<WebStack, List<FirstCalls>> calls = new EnumMap<>(WebStack.class);
		for (WebStack stack : WebStack.values()) {
			// also lets the operating system have all the jars at hand
			applications.time(stack, Variant.EMPTY);
			counts.put(stack, applications.counts(stack));
			beans.put(stack, new ArrayList<>());
			calls.put(stack, new ArrayList<>());
		}
		for (int start = 0; start < starts; start++) {
			for (WebStack stack : WebStack.values()) {
				for (Variant variant : Variant.values()) {
					readings.add(applications.time(stack, variant));
				}
				beans.computeIfAbsent(stack, (any) -> new ArrayList<>()).add(applications.beans(stack));
				calls.computeIfAbsent(stack, (any) -> new ArrayList<>()).add(applications.firstCalls(stack));
			}
			System.err.println("Round " + (start + 1) + " of " + starts);
		}
		return new StartUpReport(readings, beans, counts, calls);
	}

	private static List<String> beans(StartUpReport report) {
		List<String> lines = new ArrayList<>(List.of("stack,bean,self_ms"));
		report.beans()
			.forEach((stack, starts) -> starts.forEach(
					(start) -> start.beans().forEach((bean, millis) -> lines.add(stack + "," + bean + "," + millis))));
		return lines;
	}

	private static void deleteAll(Path directory) throws IOException {
		try (Stream<Path> files = Files.walk(directory)) {
			for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
				Files.delete(file);
			}
		}
	}

}
