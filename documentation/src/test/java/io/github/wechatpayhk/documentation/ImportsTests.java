package io.github.wechatpayhk.documentation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where a sample leaves imports out, the list of imports names the package of each type
 * of ours.
 */
class ImportsTests {

	private static final Pattern SOURCE = Pattern.compile("wechatpay-hk-[^/]+/src/main/java/(.+)/(\\w+)\\.java");

	private static final Pattern TYPE = Pattern.compile("\\b[A-Z]\\w+");

	private static List<String> rows;

	@BeforeAll
	static void readRows() throws IOException {
		rows = Files.readAllLines(Repository.DOCS.resolve("imports.md"));
	}

	static Stream<Document.CodeBlock> samples() {
		return Repository.documents()
			.stream()
			.flatMap((document) -> document.codeBlocks("java").stream())
			.filter((block) -> !block.content().startsWith("package ") && !block.content().startsWith("import "));
	}

	@ParameterizedTest
	@MethodSource("samples")
	void namesThePackageOfEachType(Document.CodeBlock sample) {
		List<String> types = TYPE.matcher(sample.content()).results().map((type) -> type.group()).distinct().toList();

		for (Path file : Repository.files(".java")) {
			Matcher source = SOURCE.matcher(Repository.relative(file));
			if (source.matches() && types.contains(source.group(2)) && isPublic(file, source.group(2))) {
				assertThat(rows).as(source.group(2))
					.anyMatch((row) -> row.startsWith("| `" + source.group(1).replace('/', '.') + "` |")
							&& row.contains("`" + source.group(2) + "`"));
			}
		}
	}

	private static boolean isPublic(Path file, String type) {
		try {
			return Files.readString(file)
				.lines()
				.anyMatch((line) -> line.startsWith("public ") && line.matches(".*\\b" + type + "\\b.*"));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
