package io.github.wechatpayhk;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import javax.tools.ToolProvider;

import io.github.wechatpayhk.wire.WireAnswer;
import io.github.wechatpayhk.wire.WireGateway;
import io.github.wechatpayhk.wire.WireKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@code docs/calling.md} and the README show is code that runs.
 */
class DocumentedCallsTests {

	private static final Path MODULE = Path.of(System.getProperty("basedir", ""));

	private static final String CLASS_PATH = System.getProperty("surefire.test.class.path",
			System.getProperty("java.class.path"));

	private final List<String> snippets = snippets();

	private static List<String> snippets() {
		return Pattern.compile("^```java\\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE)
			.matcher(read(MODULE.resolve("../docs/calling.md")))
			.results()
			.map((match) -> match.group(1))
			.toList();
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Test
	void sixWaysAreThoseThatAreTested() {
		String tested = withoutIndentation(
				read(MODULE.resolve("src/test/java/io/github/wechatpayhk/SixWaysTests.java")));

		assertThat(this.snippets).hasSize(8);
		assertThat(this.snippets.subList(0, 7)).allSatisfy((snippet) -> {
			assertThat(tested).contains(withoutIndentation(snippet));
			assertThat(snippet.contains("interface") || snippet.lines().count() == 3).isTrue();
		});
	}

	@Test
	void readmeShowsTheSame() {
		String readme = withoutIndentation(read(MODULE.resolve("../README.md")));

		assertThat(this.snippets).filteredOn((snippet) -> !snippet.contains(".block()") || snippet.contains("main("))
			.hasSize(5)
			.allSatisfy((snippet) -> assertThat(readme).contains(withoutIndentation(snippet)));
	}

	private static String withoutIndentation(String code) {
		return code.lines().map(String::strip).reduce("", (all, line) -> all + '\n' + line);
	}

	@Test
	void programWithoutSpringBootCompilesAndReverses(@TempDir Path directory) throws Exception {
		Path source = Files.writeString(directory.resolve("Reverse.java"), this.snippets.get(7));
		pem(directory.resolve("apiclient_key.pem"), "PRIVATE KEY", WireKeys.merchant().getPrivate());
		pem(directory.resolve("wechatpay_public.pem"), "PUBLIC KEY", WireKeys.platform().getPublic());

		int compiled = ToolProvider.getSystemJavaCompiler()
			.run(null, null, null, "-proc:none", "-cp", CLASS_PATH, "-d", directory.toString(), source.toString());

		assertThat(compiled).isZero();
		try (WireGateway gateway = WireGateway.start((request) -> WireAnswer.signed(204, ""))) {
			assertThat(run(directory, "1217752501201407033233368018", gateway.baseUrl().toString()))
				.contains("Reversed 1217752501201407033233368018");
			assertThat(WireKeys.verifies(gateway.request(), gateway.request().body())).isTrue();
		}
		try (WireGateway gateway = WireGateway.start((request) -> WireAnswer.forged(204, ""))) {
			assertThat(run(directory, "1217752501201407033233368018", gateway.baseUrl().toString()))
				.contains("WechatPayHkSignatureException")
				.doesNotContain("Reversed");
		}
	}

	private static void pem(Path file, String type, Key key) throws IOException {
		String base64 = Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(key.getEncoded());
		Files.writeString(file, "-----BEGIN " + type + "-----\n" + base64 + "\n-----END " + type + "-----\n");
	}

	private static String run(Path directory, String... arguments) throws Exception {
		Path output = directory.resolve("output.txt");
		ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-cp", directory + File.pathSeparator + CLASS_PATH, "Reverse");
		builder.command().addAll(List.of(arguments));
		Process process = builder.directory(directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(output.toFile())
			.start();
		boolean hasEnded = process.waitFor(60, TimeUnit.SECONDS);
		process.destroyForcibly();
		assertThat(hasEnded).isTrue();
		return Files.readString(output, StandardCharsets.UTF_8);
	}

}
