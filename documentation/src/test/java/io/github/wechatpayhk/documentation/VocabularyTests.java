package io.github.wechatpayhk.documentation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Main sources and documentation use one term for each concept. The words below have a
 * replacement in the glossary of {@code ARCHITECTURE.md}, or one of Spring's.
 */
class VocabularyTests {

	private static final Pattern REFUSED = Pattern
		.compile("(?i)\\bbeliev(e|es|ed|ing|able)\\b|\\banswer(s|ed|ing)?\\b|\\bmend(s|ed)?\\b"
				+ "|\\bstrangers?\\b|\\bcourier\\b|\\bagenda\\b|\\bpace\\b|promised reversal|\\bwhoever\\b"
				+ "|\\b(take|takes|taken|took) back\\b|\\bat the counter\\b|\\bclosed[- ]loop\\b|\\bfurther attempts?\\b"
				+ "|\\bpractice gateway\\b|\\b(call|calls|need|needs) a person\\b|\\bat rest\\b|\\b(is|are) told\\b"
				+ "|PaceLine|PaceLane|RunningSwitch");

	@Test
	void usesNoReplacedTerm() throws IOException {
		List<String> found = new ArrayList<>();
		List<Path> files = files();
		assertThat(files).hasSizeGreaterThan(300);
		for (Path file : files) {
			List<String> lines = Files.readAllLines(file);
			for (int i = 0; i < lines.size(); i++) {
				Matcher refused = REFUSED.matcher(lines.get(i));
				if (refused.find()) {
					found.add(Repository.relative(file) + ":" + (i + 1) + ": " + refused.group());
				}
			}
		}
		assertThat(found).isEmpty();
	}

	private static List<Path> files() {
		List<Path> files = new ArrayList<>();
		for (String ending : List.of(".java", ".html", ".sql", ".yaml")) {
			Repository.files(ending)
				.stream()
				.filter((file) -> Repository.relative(file).contains("/src/main/"))
				.forEach(files::add);
		}
		Repository.files(".md")
			.stream()
			.filter((file) -> !file.endsWith("CHANGELOG.md") && !file.startsWith(Repository.TRANSLATED))
			.forEach(files::add);
		return files;
	}

}
