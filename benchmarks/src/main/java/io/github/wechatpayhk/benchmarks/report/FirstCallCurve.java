package io.github.wechatpayhk.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.github.wechatpayhk.benchmarks.BenchmarkKeys;
import io.github.wechatpayhk.benchmarks.Options;
import io.github.wechatpayhk.benchmarks.gateway.Gateway;
import io.github.wechatpayhk.benchmarks.load.FirstCalls;

/**
 * Starts fresh JVMs and shows how their first reversals become faster.
 */
public final class FirstCallCurve {

	private FirstCallCurve() {
	}

	/**
	 * Run and print one table.
	 * @param options the command line
	 * @return whether all reversals were verified
	 * @throws IOException if a process or a file fails
	 */
	public static boolean main(Options options) throws IOException {
		Processes processes = new Processes(options);
		BenchmarkKeys keys = BenchmarkKeys.generate();
		Path directory = Files.createTempDirectory("benchmark-keys");
		keys.write(directory);
		boolean sound = true;
		System.out.println(
				"| provider | connections prepared | signatures before | their ms | 1st ms | 2nd | 10th | 100th | 1,000th | sum |");
		System.out.println("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
		try (Gateway gateway = Gateway.start(keys, Gateway.Settings.plain())) {
			for (int round = 0; round < options.number("rounds", 3); round++) {
				for (String provider : options.list("providers", "default,corretto")) {
					for (String before : options.list("before", "false 0,true 0,true 1,true 200")) {
						String[] preparation = before.split(" ", 2);
						List<String> cells = processes
							.run("first-call-cell",
									List.of("--provider=" + provider, "--connections=" + preparation[0],
											"--signatures=" + preparation[1], "--gateway=" + gateway.port(),
											"--keys=" + directory),
									Duration.ofMinutes(3))
							.lines()
							.stream()
							.flatMap((line) -> FirstCalls.cells(line).stream())
							.toList();
						sound &= cells.size() == 1;
						System.out.println("| " + provider + " | " + String.join(" | ", preparation) + " | "
								+ (cells.isEmpty() ? "**void**" : cells.get(0)) + " |");
					}
				}
			}
			sound &= gateway.statistics().failures() == 0;
		}
		finally {
			SideBySide.deleteAll(directory);
		}
		return sound;
	}

}
