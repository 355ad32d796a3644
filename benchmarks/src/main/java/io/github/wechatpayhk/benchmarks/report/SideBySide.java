package io.github.wechatpayhk.benchmarks.report;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.wechatpayhk.benchmarks.BenchmarkKeys;
import io.github.wechatpayhk.benchmarks.Options;
import io.github.wechatpayhk.benchmarks.load.Rate;
import io.github.wechatpayhk.benchmarks.load.Reading;
import io.github.wechatpayhk.benchmarks.peer.PeerKind;

/**
 * Runs every client at every concurrency, each client in a fresh JVM, in interleaved
 * rounds against one gateway, and puts down what came of it.
 */
public final class SideBySide {

	private static final Duration LONG_ENOUGH = Duration.ofMinutes(3);

	private final Options options;

	private final boolean shortForm;

	private final Processes processes;

	private final Path output;

	private final Readings readings = new Readings();

	private SideBySide(Options options) {
		this.options = options;
		this.shortForm = options.flag("short");
		this.processes = new Processes(options);
		this.output = Path.of(options.text("output", "benchmarks/target/side-by-side"));
	}

	/**
	 * Run and print one table of ratios.
	 * @param options the command line
	 * @return whether all exchanges of all runs were verified
	 * @throws IOException if a process or a file fails
	 */
	public static boolean main(Options options) throws IOException {
		return new SideBySide(options).run();
	}

	private boolean run() throws IOException {
		Machine machine = Machine.describe(Path.of(this.options.text("java", System.getProperty("java.home"))));
		Files.createDirectories(this.output);
		Path keys = Files.createTempDirectory("benchmark-keys");
		BenchmarkKeys.generate().write(keys);
		Process gateway = this.processes
			.startGateway(List.of("--keys=" + keys, "--check-every=" + this.options.text("check-every", "16")));
		try {
			int port = port(gateway);
			warmUpGateway(port, keys);
			int rounds = this.options.number("rounds", this.shortForm ? 1 : 5);
			for (int round = 0; round < rounds; round++) {
				runRound(round, port, keys);
			}
		}
		finally {
			gateway.destroy();
			deleteAll(keys);
		}
		report(machine);
		return this.readings.voids().isEmpty();
	}

	private static int port(Process gateway) throws IOException {
		BufferedReader reader = gateway.inputReader(StandardCharsets.UTF_8);
		String line = reader.readLine();
		while (line != null) {
			if (line.startsWith("PORT ")) {
				return Integer.parseInt(line.substring("PORT ".length()));
			}
			System.err.println(line);
			line = reader.readLine();
		}
		throw new IOException("The gateway did not start");
	}

	/**
	 * The first client must not pay for a gateway whose code is not compiled yet.
	 */
	private void warmUpGateway(int port, Path keys) throws IOException {
		Processes.Output output = this.processes.run(
				"cell", List.of("--client=" + PeerKind.STARTER.label(), "--in-flight=64", "--gateway=" + port,
						"--keys=" + keys, "--warm-up=" + (this.shortForm ? 5 : 15), "--settle=0", "--measure=1"),
				LONG_ENOUGH);
		if (output.exitCode() != 0) {
			voidRun("warm-up of the gateway", output);
		}
	}

	private void runRound(int round, int port, Path keys) throws IOException {
		arithmetic();
		// each round begins with another client, so that none always follows the same one
		List<String> clients = new ArrayList<>(this.options.list("clients", allClients()));
		Collections.rotate(clients, -round);
		for (String client : clients) {
			cell(round, client, port, keys);
		}
	}

	private static String allClients() {
		return Arrays.stream(PeerKind.values()).map(PeerKind::label).collect(Collectors.joining(","));
	}

	private void arithmetic() throws IOException {
		Duration measure = this.options.seconds("arithmetic-measure", this.shortForm ? 1 : 4);
		Processes.Output output = this.processes.run("arithmetic",
				List.of("--warm-up=" + this.options.text("arithmetic-warm-up", this.shortForm ? "2.5" : "10"),
						"--measure=" + measure.toMillis() / 1000.0),
				LONG_ENOUGH);
		if (output.exitCode() != 0) {
			voidRun("arithmetic", output);
			return;
		}
		this.readings.addAll(output.lines().stream().filter(Rate::isRate).map(Rate::parse).toList());
		this.readings.addAll(OpensslSpeed.measure(Math.toIntExact(measure.toSeconds())));
	}

	private void cell(int round, String client, int port, Path keys) throws IOException {
		List<String> inFlight = this.options.list("in-flight", this.shortForm ? "1,64" : "1,16,64,256,1024");
		Processes.Output output = this.processes.run("cell",
				List.of("--client=" + client, "--in-flight=" + String.join(",", inFlight), "--gateway=" + port,
						"--keys=" + keys, "--warm-up=" + this.options.text("warm-up", this.shortForm ? "10" : "20"),
						"--warm-up-operations=" + this.options.text("warm-up-operations", "2000"),
						"--settle=" + this.options.text("settle", this.shortForm ? "1" : "2"),
						"--measure=" + this.options.text("measure", this.shortForm ? "3" : "5")),
				LONG_ENOUGH);
		String name = "round " + (round + 1) + ", " + client;
		List<Reading> found = output.lines().stream().filter(Reading::isReading).map(Reading::parse).toList();
		if (output.exitCode() != 0 || found.size() != inFlight.size()) {
			voidRun(name, output);
			return;
		}
		found.forEach((reading) -> {
			this.readings.add(reading);
			System.err.printf("%s, %d in flight: %.0f/s%n", name, reading.inFlight(), reading.throughput());
		});
	}

	private void voidRun(String name, Processes.Output output) {
		this.readings.addVoid(name);
		System.err.println("VOID: " + name);
		output.lines().stream().limit(20).forEach(System.err::println);
	}

	private void report(Machine machine) throws IOException {
		RatioTable table = new RatioTable(this.readings);
		List<String> summary = new ArrayList<>(List.of(machine.markdown(), ""));
		summary.addAll(table.rates());
		summary.add("");
		summary.addAll(table.ratios());
		summary.add("");
		summary.addAll(Bars.judge(this.readings));
		this.readings.voids().forEach((name) -> summary.add("- **void**: " + name));
		Files.write(this.output.resolve("summary.md"), summary);
		csv("readings.csv", Reading.CSV_HEAD, this.readings.all().stream().map(Reading::csv).toList());
		csv("rates.csv", Rate.CSV_HEAD, this.readings.rates().stream().map(Rate::csv).toList());
		if (!this.shortForm) {
			new Charts(this.readings).draw(this.output);
		}
		summary.forEach(System.out::println);
	}

	private void csv(String file, String head, List<String> lines) throws IOException {
		List<String> all = new ArrayList<>(List.of(head));
		all.addAll(lines);
		Files.write(this.output.resolve(file), all);
	}

	static void deleteAll(Path directory) throws IOException {
		try (Stream<Path> files = Files.list(directory)) {
			for (Path file : files.toList()) {
				Files.delete(file);
			}
		}
		Files.delete(directory);
	}

}
