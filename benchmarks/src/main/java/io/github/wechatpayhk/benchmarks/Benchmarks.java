package io.github.wechatpayhk.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import io.github.wechatpayhk.benchmarks.books.Books;
import io.github.wechatpayhk.benchmarks.flood.Flood;
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
import io.github.wechatpayhk.benchmarks.scale.Scale;
import io.github.wechatpayhk.benchmarks.scale.ScaleCell;
import io.github.wechatpayhk.benchmarks.scale.Soak;
import io.github.wechatpayhk.benchmarks.scale.SoakCell;
import io.github.wechatpayhk.benchmarks.startup.StartUp;

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
			               --pin=0:1                processors of the gateway and of the clients (taskset)
			               --java=JAVA_HOME         the JDK to measure
			               --output=DIRECTORY       CSV, charts and table
			jmh            benchmarks of single parts, followed by JMH's own arguments
			first-call     the first 1,000 reversals of a JVM, without and with prepared connections and a warm signer
			interference   the latency of an unrelated request while signing is saturated
			flood          the latency of an unrelated request while forged notifications arrive, MVC and WebFlux
			               --requests=10000 --rate=500 --in-flight=64
			simulator      reversals of distinct orders against the simulator, both in one process
			               --warm-up=10000 --reversals=20000 --in-flight=64
			growth         durable reversals while what is stored grows, on H2 and PostgreSQL, and on several nodes
			               --stored=1,10000 --databases=h2,postgresql --nodes=2,3 --stored-for-nodes=10000
			               --warm-up=300 --reversals=500 --samples=50
			scale          reversals by 1 to 10,000 merchants, and by one at 1 to 100,000 in flight, about four minutes
			               --provider=corretto|default   default takes ten minutes, as 100,000 signatures take their time
			               --merchants=1,10,100,1000,10000 --in-flight=1,10,100,1000,10000,100000
			               --warm-up=10 --measure=4 --output=DIRECTORY
			soak           64 in flight for long, and whether memory, threads and file descriptors stay flat
			               --seconds=600 --settle=60 --every=10 --in-flight=64
			               --client=starter-corretto --output=DIRECTORY
			books          a statement of many rows: read as lines, read as verified rows, reconciled; needs 1 KB of
			               java.io.tmpdir for each row
			               --rows=10000000 --rounds=1
			start-up       what the starter adds to the start of an empty application, WebFlux and MVC
			               --starts=10 --java=JAVA_HOME --output=DIRECTORY
			gateway, cell, arithmetic, first-call-cell, scale-cell, soak-cell   the parts that the commands above start
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
				case "flood" -> Flood.main(Options.of(arguments));
				case "simulator" -> SimulatorThroughput.main(Options.of(arguments));
				case "growth" -> Growth.main(Options.of(arguments));
				case "scale" -> {
					return Scale.main(Options.of(arguments));
				}
				case "scale-cell" -> ScaleCell.main(Options.of(arguments));
				case "soak" -> {
					return Soak.main(Options.of(arguments));
				}
				case "soak-cell" -> SoakCell.main(Options.of(arguments));
				case "start-up" -> {
					return StartUp.main(Options.of(arguments));
				}
				case "books" -> Books.main(Options.of(arguments));
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
		Path keys = Path.of(options.required("keys"));
		try (Gateway gateway = Gateway.start(BenchmarkKeys.read(keys), MerchantKeys.read(keys),
				new Gateway.Settings(options.number("port", 0), options.number("check-every", 16), null))) {
			System.out.println("PORT " + gateway.port());
			while (System.in.read() != -1) {
				// whatever is typed, only the end counts
			}
		}
	}

}
