package io.github.wechatpayhk.benchmarks.scale;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.wechatpayhk.benchmarks.MerchantKeys;
import io.github.wechatpayhk.benchmarks.Options;
import io.github.wechatpayhk.benchmarks.report.Machine;
import io.github.wechatpayhk.benchmarks.report.Processes;

/**
 * Shows what more merchants and more reversals in flight cost.
 */
public final class Scale {

	private static final Duration PATIENCE = Duration.ofMinutes(20);

	private static final int PAIRS = 8;

	private Scale() {
	}

	/**
	 * Run and print one table.
	 * @param options the command line
	 * @return whether all exchanges were verified
	 * @throws IOException if a process or a file fails
	 */
	public static boolean main(Options options) throws IOException {
		Path output = Path.of(options.text("output", "benchmarks/target/scale"));
		Machine machine = Machine.describe(Path.of(options.text("java", System.getProperty("java.home"))));
		Processes processes = new Processes(options.orElse("jvm", "-Xms1g,-Xmx4g"));
		List<String> arguments = new ArrayList<>(List.of("--provider=" + options.text("provider", "corretto"),
				"--merchants=" + options.text("merchants", "1,10,100,1000,10000"),
				"--in-flight=" + options.text("in-flight", "1,10,100,1000,10000,100000"),
				"--warm-up=" + options.text("warm-up", "10"), "--measure=" + options.text("measure", "4")));
		Processes.Output result;
		try (GatewayProcess gateway = GatewayProcess.start(processes, MerchantKeys.generate(PAIRS))) {
			arguments.addAll(gateway.arguments());
			result = processes.run("scale-cell", arguments, PATIENCE);
		}
		List<ScaleReading> readings = result.lines()
			.stream()
			.filter(ScaleReading::isReading)
			.map(ScaleReading::parse)
			.toList();
		boolean sound = result.exitCode() == 0 && !readings.isEmpty();
		if (!sound) {
			result.lines().stream().limit(40).forEach(System.err::println);
		}
		report(output, machine, readings, sound);
		return sound;
	}

	private static void report(Path output, Machine machine, List<ScaleReading> readings, boolean sound)
			throws IOException {
		List<String> csv = new ArrayList<>(List.of(ScaleReading.CSV_HEAD));
		readings.stream().map(ScaleReading::csv).forEach(csv::add);
		List<String> summary = new ArrayList<>(List.of(machine.markdown(), "",
				"Signatures by " + readings.stream().map(ScaleReading::provider).findFirst().orElse("nobody") + "; "
						+ PAIRS + " RSA pairs shared out among the merchants, each of which decoded its own; "
						+ "64 connections; the gateway is a process of its own on the same processors.",
				"", ScaleReading.MARKDOWN_HEAD));
		readings.stream().map(ScaleReading::markdown).forEach(summary::add);
		if (!sound) {
			summary.add("");
			summary.add("**void**: an exchange failed or was not verified");
		}
		Files.createDirectories(output);
		Files.write(output.resolve("scale.csv"), csv);
		Files.write(output.resolve("scale.md"), summary);
		summary.forEach(System.out::println);
	}

}
