package io.github.wechatpayhk.documentation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each piece of Java that the documentation shows stands in a source that is compiled,
 * line by line and in one piece; indentation and blank lines do not count.
 */
class SnippetTests {

	private static final List<String> SOURCES = Repository.files(".java")
		.stream()
		.filter((file) -> Repository.relative(file).matches("[^/]+/src/(main|test)/java/.*"))
		.map(SnippetTests::read)
		.map(SnippetTests::lines)
		.toList();

	static Stream<Document.CodeBlock> snippets() {
		return Repository.documents().stream().flatMap((document) -> document.codeBlocks("java").stream());
	}

	@ParameterizedTest
	@MethodSource("snippets")
	void isCompiled(Document.CodeBlock snippet) {
		String lines = lines(snippet.content());

		assertThat(lines).isNotBlank();
		assertThat(SOURCES.stream().anyMatch((source) -> source.contains(lines)))
			.withFailMessage("%s stands in no compiled source of this repository:%n%s", snippet, snippet.content())
			.isTrue();
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String lines(String code) {
		return code.lines()
			.map((line) -> line.strip().replaceAll("\\s+", " "))
			.filter((line) -> !line.isEmpty())
			.collect(Collectors.joining("\n", "\n", "\n"));
	}

}
