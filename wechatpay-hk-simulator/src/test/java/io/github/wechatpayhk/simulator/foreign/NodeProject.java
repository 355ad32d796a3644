package io.github.wechatpayhk.simulator.foreign;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.github.wechatpayhk.fixture.InstalledPrograms;
import org.junit.jupiter.api.Assumptions;

/**
 * A Node project below {@code target}, with the packages that its lock file names. Where
 * there is no Node or no registry, tests are skipped, and say so; with the environment
 * variable {@code CI} they fail.
 */
final class NodeProject {

	private static final List<String> FILES = List.of("package.json", "package-lock.json", "reversal.js",
			"notification.js");

	private final Path directory;

	private NodeProject(Path directory) {
		this.directory = directory;
	}

	static NodeProject install() throws IOException, InterruptedException {
		Assumptions.assumeTrue(InstalledPrograms.areThere("wechatpay-axios-plugin against the simulator", "nodejs npm",
				"node", npm()));
		Path directory = Files.createDirectories(Path.of("target", "foreign-node"));
		for (String file : FILES) {
			try (InputStream content = Objects.requireNonNull(NodeProject.class.getResourceAsStream(file), file)) {
				Files.copy(content, directory.resolve(file), StandardCopyOption.REPLACE_EXISTING);
			}
		}
		NodeProject project = new NodeProject(directory);
		try {
			project.run("", npm(), "ci", "--legacy-peer-deps", "--ignore-scripts", "--no-audit", "--no-fund");
		}
		catch (IOException ex) {
			if (Boolean.parseBoolean(System.getenv("CI"))) {
				throw ex;
			}
			System.err.println("!!!!!!!! SKIPPED: wechatpay-axios-plugin against the simulator: " + ex.getMessage());
			Assumptions.abort("npm installs nothing");
		}
		return project;
	}

	private static String npm() {
		boolean isWindows = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
		return isWindows ? "npm.cmd" : "npm";
	}

	String run(String input, String... command) throws IOException, InterruptedException {
		Path in = Files.createTempFile(this.directory, "in", null);
		Path out = Files.createTempFile(this.directory, "out", null);
		Path err = Files.createTempFile(this.directory, "err", null);
		try {
			Files.writeString(in, input);
			Process process = new ProcessBuilder(command).directory(this.directory.toFile())
				.redirectInput(in.toFile())
				.redirectOutput(out.toFile())
				.redirectError(err.toFile())
				.start();
			if (!process.waitFor(3, TimeUnit.MINUTES)) {
				process.destroyForcibly();
				throw new IOException(String.join(" ", command) + " does not end");
			}
			if (process.exitValue() != 0) {
				throw new IOException(String.join(" ", command) + " failed: " + Files.readString(err));
			}
			return Files.readString(out, StandardCharsets.UTF_8);
		}
		finally {
			Files.delete(in);
			Files.delete(out);
			Files.delete(err);
		}
	}

}
