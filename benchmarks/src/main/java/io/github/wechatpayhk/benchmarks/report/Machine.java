package io.github.wechatpayhk.benchmarks.report;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;

/**
 * Where figures come from: without it they mean nothing.
 *
 * @param processor the processor and how many there are
 * @param system the operating system
 * @param jdk the JDK that was measured
 * @param commit the commit that was measured
 * @param date the day, in UTC
 * @param busy the load average when the run began
 */
public record Machine(String processor, String system, String jdk, String commit, String date, double busy) {

	/**
	 * Describe this machine.
	 * @param javaHome the JDK that is measured
	 * @return the description
	 */
	public static Machine describe(Path javaHome) {
		int processors = Runtime.getRuntime().availableProcessors();
		return new Machine(processors + " x " + processorName(),
				System.getProperty("os.name") + ' ' + System.getProperty("os.version"), jdk(javaHome),
				line(List.of("git", "describe", "--always", "--dirty", "--abbrev=12")),
				LocalDate.now(ZoneOffset.UTC).toString(),
				ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
	}

	private static String processorName() {
		try {
			return Files.readAllLines(Path.of("/proc/cpuinfo"))
				.stream()
				.filter((line) -> line.startsWith("model name"))
				.findFirst()
				.map((line) -> line.substring(line.indexOf(':') + 1).trim())
				.orElse(System.getProperty("os.arch"));
		}
		catch (IOException ex) {
			return System.getProperty("os.arch");
		}
	}

	private static String jdk(Path javaHome) {
		try {
			return Files.readAllLines(javaHome.resolve("release"))
				.stream()
				.filter((line) -> line.startsWith("JAVA_RUNTIME_VERSION=") || line.startsWith("JAVA_VERSION="))
				.reduce((first, second) -> second)
				.map((line) -> line.substring(line.indexOf('=') + 1).replace("\"", ""))
				.orElse("unknown");
		}
		catch (IOException ex) {
			return System.getProperty("java.runtime.version");
		}
	}

	private static String line(List<String> command) {
		try {
			Processes.Output output = Processes.run(command, Duration.ofSeconds(10));
			return (output.exitCode() == 0 && !output.lines().isEmpty()) ? output.lines().get(0) : "unknown";
		}
		catch (IOException ex) {
			return "unknown";
		}
	}

	/**
	 * Return one line of text.
	 * @return the line
	 */
	public String markdown() {
		return String.format(Locale.ROOT, "%s, %s, JDK %s, commit `%s`, %s; load average at the start %.2f",
				this.processor, this.system, this.jdk, this.commit, this.date, this.busy);
	}

}
