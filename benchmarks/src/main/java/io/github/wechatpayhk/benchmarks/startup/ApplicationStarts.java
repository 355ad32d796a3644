package io.github.wechatpayhk.benchmarks.startup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

import io.github.wechatpayhk.benchmarks.BenchmarkKeys;
import io.github.wechatpayhk.benchmarks.gateway.Gateway;
import io.github.wechatpayhk.benchmarks.load.VoidRunException;
import io.github.wechatpayhk.benchmarks.report.Processes;
import io.github.wechatpayhk.benchmarks.startup.application.EmptyApplication;

/**
 * Starts applications, each in a fresh JVM without any argument, and waits for their end.
 */
final class ApplicationStarts implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofMinutes(2);

	private final BenchmarkKeys keys = BenchmarkKeys.generate();

	private final CountingPort port = new CountingPort();

	private final Gateway gateway = Gateway.start(this.keys, Gateway.Settings.plain());

	private final Path java;

	private final Path directory;

	private final ApplicationClassPath classPath;

	ApplicationStarts(Path javaHome, Path directory) throws IOException {
		this.java = javaHome.resolve("bin").resolve("java");
		this.directory = directory;
		this.classPath = ApplicationClassPath.ofThisProcess(directory.resolve("classes"));
		write("merchant.pem", "PRIVATE KEY", this.keys.merchant().getPrivate());
		write("platform.pem", "PUBLIC KEY", this.keys.platform().getPublic());
	}

	private void write(String file, String type, Key key) throws IOException {
		String body = Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(key.getEncoded());
		Files.writeString(this.directory.resolve(file),
				"-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n");
	}

	StartReading time(WebStack stack, Variant variant) throws IOException {
		return StartReading.of(stack, variant, start("time", stack, variant));
	}

	/**
	 * Start, and make calls once what the application prepares in the background is
	 * there.
	 * @param stack the web stack
	 * @return the milliseconds of the first and of the second call
	 * @throws IOException if the process does not start
	 */
	FirstCalls firstCalls(WebStack stack) throws IOException {
		return FirstCalls.of(start("call", stack, Variant.CONFIGURED));
	}

	BeanTimes beans(WebStack stack) throws IOException {
		return BeanTimes.of(start("steps", stack, Variant.CONFIGURED));
	}

	/**
	 * Start and count. The counting stands in the way, so such a start is not timed.
	 * @param stack the web stack
	 * @return what was counted
	 * @throws IOException if the process does not start
	 */
	StartCounts counts(WebStack stack) throws IOException {
		int before = this.port.connections();
		List<String> lines = start("count", stack, Variant.CONFIGURED);
		return StartCounts.of(this.port.connections() - before, lines,
				List.of(digest(this.keys.merchant().getPrivate()), digest(this.keys.platform().getPublic())));
	}

	private static String digest(Key key) {
		try {
			return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key.getEncoded()));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private List<String> start(String mode, WebStack stack, Variant variant) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(this.java.toString(), "-Dbenchmark.mode=" + mode, "-cp", this.classPath.of(stack, variant),
						EmptyApplication.class.getName(), "--spring.main.web-application-type=" + stack.type(),
						"--spring.main.banner-mode=off", "--server.port=0"));
		if (variant.buildsWebClient()) {
			command.add("--benchmark.web-client=true");
		}
		if (variant.isConfigured()) {
			int callee = mode.equals("call") ? this.gateway.port() : this.port.port();
			String location = (mode.equals("count") ? "counted:" : "file:") + this.directory + '/';
			command.addAll(List.of("--wechatpay.hk.base-url=http://127.0.0.1:" + callee + "/hk/",
					"--wechatpay.hk.mchid=" + BenchmarkKeys.MCHID,
					"--wechatpay.hk.merchant-serial-number=" + BenchmarkKeys.MERCHANT_SERIAL,
					"--wechatpay.hk.private-key=" + location + "merchant.pem",
					"--wechatpay.hk.public-key-id=" + BenchmarkKeys.PUBLIC_KEY_ID,
					"--wechatpay.hk.public-key=" + location + "platform.pem"));
		}
		Processes.Output output = Processes.run(command, PATIENCE);
		if (output.exitCode() != 0) {
			output.lines().forEach(System.err::println);
			throw new VoidRunException("An application did not start: " + stack + ", " + variant, null);
		}
		return output.lines();
	}

	@Override
	public void close() throws IOException {
		this.port.close();
		this.gateway.close();
	}

}
