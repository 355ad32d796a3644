package io.github.wechatpayhk.benchmarks.scale;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.github.wechatpayhk.benchmarks.MerchantKeys;
import io.github.wechatpayhk.benchmarks.Options;
import io.github.wechatpayhk.benchmarks.report.Machine;
import io.github.wechatpayhk.benchmarks.report.Processes;

/**
 * Shows whether anything grows with uptime.
 */
public final class Soak {

	private Soak() {
	}

	/**
	 * Run and print the verdict.
	 * @param options the command line
	 * @return whether all exchanges were verified and nothing grew
	 * @throws IOException if a process or a file fails
	 */
	public static boolean main(Options options) throws IOException {
		Path output = Path.of(options.text("output", "benchmarks/target/soak"));
		Machine machine = Machine.describe(Path.of(options.text("java", System.getProperty("java.home"))));
		// touched at once, so that what is resident does not grow into the heap
		Processes processes = new Processes(options.orElse("jvm", "-Xms512m,-Xmx512m,-XX:+AlwaysPreTouch"));
		Duration time = options.seconds("seconds", 600);
		String client = options.text("client", "starter-corretto");
		List<String> arguments = new ArrayList<>(
				List.of("--client=" + client, "--in-flight=" + options.text("in-flight", "64"),
						"--seconds=" + time.toMillis() / 1000.0, "--every=" + options.text("every", "10")));
		Processes.Output result;
		try (GatewayProcess gateway = GatewayProcess.start(processes, MerchantKeys.none())) {
			arguments.addAll(gateway.arguments());
			result = processes.run("soak-cell", arguments, time.plusMinutes(3));
		}
		List<SoakSample> samples = result.lines().stream().filter(SoakSample::isSample).map(SoakSample::parse).toList();
		List<String> csv = new ArrayList<>(List.of(SoakSample.CSV_HEAD));
		samples.stream().map(SoakSample::csv).forEach(csv::add);
		Files.createDirectories(output);
		Files.write(output.resolve("soak.csv"), csv);
		if (result.exitCode() != 0) {
			result.lines().stream().filter((line) -> !SoakSample.isSample(line)).limit(40).forEach(System.err::println);
			System.out.println("**void**: an exchange failed or was not verified");
			return false;
		}
		double settle = options.seconds("settle", 60).toMillis() / 1000.0;
		List<Trend> trends = judge(samples.stream().filter((sample) -> sample.seconds() > settle).toList());
		List<String> summary = new ArrayList<>(List.of(machine.markdown(), "", head(client, samples), ""));
		summary.addAll(table(trends, samples));
		Files.write(output.resolve("soak.md"), summary);
		summary.forEach(System.out::println);
		return trends.stream().allMatch(Trend::isFlat);
	}

	/**
	 * Judge what must not grow: by 2 %, and where that is less, by 1 MiB or by one thread
	 * or file.
	 * @param samples the samples after the first minute
	 * @return the trends
	 */
	static List<Trend> judge(List<SoakSample> samples) {
		return List.of(Trend.of("heap after collection, MiB", samples, SoakSample::heap, 1),
				Trend.of("direct buffers, MiB", samples, SoakSample::bufferPool, 1),
				Trend.of("direct memory of Netty, MiB", samples, SoakSample::netty, 1),
				Trend.of("threads", samples, SoakSample::threads, 1),
				Trend.of("open files", samples, SoakSample::files, 1));
	}

	private static String head(String client, List<SoakSample> samples) {
		SoakSample last = samples.get(samples.size() - 1);
		return String.format(Locale.ROOT,
				"%s: %,d reversals in %.0f s (%.0f/s, collections of all garbage included), each verified, no error",
				client, last.operations(), last.seconds(), last.operations() / last.seconds());
	}

	private static List<String> table(List<Trend> trends, List<SoakSample> samples) {
		List<String> lines = new ArrayList<>(
				List.of("| | mean | per hour | growth | allowed | |", "| --- | --- | --- | --- | --- | --- |"));
		trends.stream().map(Trend::markdown).forEach(lines::add);
		lines.add("");
		lines.add("| s | reversals | heap MiB | direct MiB | Netty MiB | resident MiB | threads | files | classes |");
		lines.add("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
		int step = Math.max(1, samples.size() / 12);
		for (int i = 0; i < samples.size(); i += step) {
			SoakSample sample = samples.get(i);
			lines.add(String.format(Locale.ROOT, "| %.0f | %,d | %.2f | %.2f | %.2f | %.0f | %d | %d | %d |",
					sample.seconds(), sample.operations(), sample.heap(), sample.bufferPool(), sample.netty(),
					sample.resident(), sample.threads(), sample.files(), sample.classes()));
		}
		return lines;
	}

}
