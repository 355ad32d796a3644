package io.github.wechatpayhk.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import io.github.wechatpayhk.benchmarks.gateway.Gateway;
import io.github.wechatpayhk.benchmarks.growth.Growth;
import io.github.wechatpayhk.benchmarks.load.Arithmetic;
import io.github.wechatpayhk.benchmarks.load.Cell;
import io.github.wechatpayhk.benchmarks.load.FirstCalls;
import io.github.wechatpayhk.benchmarks.load.Interference;
import io.github.wechatpayhk.benchmarks.load.SimulatorThroughput;
import io.github.wechatpayhk.benchmarks.load.VoidRunException;
import io.github.wechatpayhk.benchmarks.report.FirstCallCurve;
import io.github.wechatpayhk.benchmarks.report.SideBySide;

/**
 * Runs what the first argument names. The exit code is 1 for a run that is void.
 */
public final class Benchmarks {

	private static final String USAGE = """
			Usage: java -jar benchmarks.jar COMMAND [--option=value ...]

			side-by-side   all clients at all concurrencies, in interleaved rounds
			               --short                  one round of 1 and 64 in flight, below five minutes
			               --rounds=5 --warm-up=20 --settle=2 --measure=5 --in-flight=1,16,64,256,1024
			               --clients=starter,starter-corretto,official-okhttp,official-apache,older-apache,wxjava,plain-webclient
			               --sign-every-answer      the gateway signs each answer, not one per second
			               --pin=0:1                processors of the gateway and of the clients (taskset)
			               --java=JAVA_HOME         the JDK to measure
			               --output=DIRECTORY       CSV, charts and table
			jmh            benchmarks of single parts, followed by JMH's own arguments
			first-call     the first 1,000 reversals of a JVM, without and with a warm signer
			interference   the latency of an unrelated request while signing is saturated
			simulator      reversals of distinct orders against the simulator, both in one process
			               --warm-up=10000 --reversals=20000 --in-flight=64
			growth         durable reversals while what is stored grows, on H2 and PostgreSQL, and on several nodes
			               --stored=1,10000 --databases=h2,postgresql --nodes=2,3 --stored-for-nodes=10000
			               --warm-up=300 --promises=500 --samples=50
			gateway, cell, arithmetic, first-call-cell   the parts that the commands above start
			""";

	private Benchmarks() {
	}

	/**
	 * Run a command.
	 * @param arguments its name and its options
	 * @throws Exception if it fails
	 */
	public static void main(String[] arguments) throws Exception {
		if (arguments.length == 0) {
			System.err.println(USAGE);
			System.exit(2);
		}
		List<String> rest = Arrays.asList(arguments).subList(1, arguments.length);
		System.exit(run(arguments[0], rest) ? 0 : 1);
	}

	private static boolean run(String command, List<String> arguments) throws Exception {
		try {
			switch (command) {
				case "side-by-side" -> {
					return SideBySide.main(Options.of(arguments));
				}
				case "jmh" -> org.openjdk.jmh.Main.main(arguments.toArray(String[]::new));
				case "gateway" -> gateway(Options.of(arguments));
				case "cell" -> Cell.main(Options.of(arguments));
				case "first-call" -> {
					return FirstCallCurve.main(Options.of(arguments));
				}
				case "first-call-cell" -> FirstCalls.main(Options.of(arguments));
				case "interference" -> Interference.main(Options.of(arguments));
				case "simulator" -> SimulatorThroughput.main(Options.of(arguments));
				case "growth" -> Growth.main(Options.of(arguments));
				case "arithmetic" -> Arithmetic.main(Options.of(arguments));
				default -> {
					System.err.println(USAGE);
					return false;
				}
			}
			return true;
		}
		catch (VoidRunException ex) {
			System.err.println("VOID: " + ex.getMessage());
			ex.printStackTrace();
			return false;
		}
	}

	/**
	 * The gateway ends with its standard input, so that it never outlives who started it.
	 */
	private static void gateway(Options options) throws IOException {
		try (Gateway gateway = Gateway.start(BenchmarkKeys.read(Path.of(options.required("keys"))),
				new Gateway.Settings(options.number("port", 0), options.flag("sign-every-answer"),
						options.number("check-every", 16), null))) {
			System.out.println("PORT " + gateway.port());
			while (System.in.read() != -1) {
				// whatever is typed, only the end counts
			}
		}
	}

}
