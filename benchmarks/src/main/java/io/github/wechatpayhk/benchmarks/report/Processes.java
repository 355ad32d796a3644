package io.github.wechatpayhk.benchmarks.report;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.wechatpayhk.benchmarks.Benchmarks;
import io.github.wechatpayhk.benchmarks.Options;

/**
 * Starts the parts of a run as processes of their own, each in a fresh JVM.
 */
public final class Processes {

	private final String java;

	private final List<String> jvmArguments;

	private final String[] pins;

	/**
	 * Say how processes are started.
	 * @param options the JDK, the arguments of its JVMs, and the processors
	 */
	public Processes(Options options) {
		this.java = Path.of(options.text("java", System.getProperty("java.home")), "bin", "java").toString();
		this.jvmArguments = options.list("jvm", "-Xms1g,-Xmx1g");
		this.pins = options.text("pin", ":").split(":", 2);
	}

	/**
	 * Start the gateway.
	 * @param arguments its command line
	 * @return the process, which ends with its standard input
	 * @throws IOException if it does not start
	 */
	public Process startGateway(List<String> arguments) throws IOException {
		return builder(this.pins[0], "gateway", arguments).start();
	}

	/**
	 * Run a part to its end.
	 * @param part the name of the part
	 * @param arguments its command line
	 * @param limit after which time it is ended
	 * @return the lines that it printed, the error output among them
	 * @throws IOException if it does not start
	 */
	public Output run(String part, List<String> arguments, Duration limit) throws IOException {
		return run(builder(this.pins[1], part, arguments), limit);
	}

	/**
	 * Run any command to its end.
	 * @param command the command
	 * @param limit after which time it is ended
	 * @return the lines that it printed, the error output among them
	 * @throws IOException if it does not start
	 */
	public static Output run(List<String> command, Duration limit) throws IOException {
		return run(new ProcessBuilder(command).redirectErrorStream(true), limit);
	}

	private static Output run(ProcessBuilder builder, Duration limit) throws IOException {
		Process process = builder.start();
		try {
			CompletableFuture<List<String>> lines = CompletableFuture.supplyAsync(() -> lines(process));
			if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
				process.destroyForcibly();
				return new Output(-1, List.of("Took longer than " + limit));
			}
			return new Output(process.exitValue(), lines.join());
		}
		catch (InterruptedException ex) {
			process.destroyForcibly();
			Thread.currentThread().interrupt();
			return new Output(-1, List.of("Interrupted"));
		}
	}

	private static List<String> lines(Process process) {
		BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
		return reader.lines().toList();
	}

	private ProcessBuilder builder(String pin, String part, List<String> arguments) {
		List<String> command = new ArrayList<>();
		if (!pin.isEmpty()) {
			command.addAll(Arrays.asList("taskset", "-c", pin));
		}
		command.add(this.java);
		command.addAll(this.jvmArguments);
		command.add("-cp");
		command.add(System.getProperty("java.class.path"));
		command.add(Benchmarks.class.getName());
		command.add(part);
		command.addAll(arguments);
		return new ProcessBuilder(command).redirectErrorStream(true);
	}

	/**
	 * What a process left behind.
	 *
	 * @param exitCode its exit code, -1 if it was ended
	 * @param lines what it printed
	 */
	public record Output(int exitCode, List<String> lines) {

	}

}
