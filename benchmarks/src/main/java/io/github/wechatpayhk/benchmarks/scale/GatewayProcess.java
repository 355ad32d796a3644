package io.github.wechatpayhk.benchmarks.scale;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.github.wechatpayhk.benchmarks.BenchmarkKeys;
import io.github.wechatpayhk.benchmarks.MerchantKeys;
import io.github.wechatpayhk.benchmarks.report.Processes;

/**
 * A gateway in a process of its own, with new keys that are deleted with it.
 */
final class GatewayProcess implements AutoCloseable {

	private final Path keys;

	private final Process process;

	private final int port;

	private GatewayProcess(Path keys, Process process, int port) {
		this.keys = keys;
		this.process = process;
		this.port = port;
	}

	static GatewayProcess start(Processes processes, MerchantKeys merchants) throws IOException {
		Path keys = Files.createTempDirectory("benchmark-keys");
		BenchmarkKeys.generate().write(keys);
		merchants.write(keys);
		Process process = processes.startGateway(List.of("--keys=" + keys));
		return new GatewayProcess(keys, process, port(process));
	}

	private static int port(Process process) throws IOException {
		BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
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

	List<String> arguments() {
		return List.of("--gateway=" + this.port, "--keys=" + this.keys);
	}

	@Override
	public void close() throws IOException {
		this.process.destroy();
		try (Stream<Path> files = Files.list(this.keys)) {
			for (Path file : files.toList()) {
				Files.delete(file);
			}
		}
		Files.delete(this.keys);
	}

}
