package io.github.wechatpayhk.documentation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each threat says what protects, what remains and which tests cover it, and those tests
 * exist.
 */
class SecurityDocumentTests {

	private static final Pattern TEST = Pattern.compile("`(\\w+Tests)#(\\w+)`");

	private static final String DOCUMENT = read(Repository.DOCS.resolve("security.md"));

	static Stream<String> threats() {
		return Arrays.stream(DOCUMENT.split("(?m)^### ")).skip(1);
	}

	@ParameterizedTest
	@MethodSource("threats")
	void saysWhatProtectsWhatRemainsAndWhichTestCoversIt(String threat) {
		assertThat(threat).contains("- **Protection**: ", "- **Remains**: ", "- **Tests**: `");
	}

	static Stream<String> tests() {
		return TEST.matcher(DOCUMENT).results().map(MatchResult::group).distinct();
	}

	@ParameterizedTest
	@MethodSource("tests")
	void namesATestThatExists(String test) {
		MatchResult name = TEST.matcher(test).results().findFirst().orElseThrow();
		String fileName = name.group(1) + ".java";

		assertThat(Repository.files(fileName)).filteredOn((file) -> file.endsWith(fileName))
			.isNotEmpty()
			.anySatisfy((file) -> assertThat(read(file)).containsPattern("(?m)^\tvoid " + name.group(2) + "\\("));
	}

	@Test
	void coversEveryThreatThatWasAskedFor() {
		assertThat(threats().map((threat) -> threat.lines().findFirst().orElseThrow())).contains("Forged response",
				"Replayed request", "Replayed or misplaced response", "Key theft", "Downgrade of trust",
				"Hostile proxy", "Log leak", "Resource exhaustion", "Confused merchant");
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
