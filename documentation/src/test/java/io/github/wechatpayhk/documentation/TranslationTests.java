package io.github.wechatpayhk.documentation;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * What is there in Traditional Chinese has the same code and the same headings as its
 * original.
 */
class TranslationTests {

	private static final List<String> TRANSLATED_GUIDES = List.of("five-minute-start.md", "direct-and-institution.md",
			"public-key-mode.md", "going-live.md", "notifications.md", "online-payments.md");

	static Stream<Translation> translations() {
		return Stream.concat(Stream.of(new Translation(Repository.ROOT.resolve("README.md"), Repository.ROOT
			.resolve("README.zh-Hant.md"))), TRANSLATED_GUIDES.stream()
				.map((name) -> new Translation(Repository.DOCS.resolve(name), Repository.TRANSLATED.resolve(name))));
	}

	@ParameterizedTest
	@MethodSource("translations")
	void hasTheCodeOfItsOriginal(Translation translation) {
		assertThat(translation.translated().codeBlocks())
			.extracting(Document.CodeBlock::info, Document.CodeBlock::content)
			.containsExactlyElementsOf(translation.original()
				.codeBlocks()
				.stream()
				.map((block) -> tuple(block.info(), block.content()))
				.toList());
	}

	@ParameterizedTest
	@MethodSource("translations")
	void hasTheHeadingsOfItsOriginal(Translation translation) {
		assertThat(translation.translated().headingLevels())
			.containsExactlyElementsOf(translation.original().headingLevels());
	}

	@Test
	void nothingElseIsTranslated() {
		assertThat(Repository.documents()).extracting(Document::file)
			.filteredOn((file) -> file.startsWith(Repository.TRANSLATED))
			.extracting((file) -> file.getFileName().toString())
			.containsExactlyInAnyOrderElementsOf(TRANSLATED_GUIDES);
	}

	/**
	 * A pair of files.
	 *
	 * @param originalFile the one in English
	 * @param translatedFile the other one
	 */
	record Translation(Path originalFile, Path translatedFile) {

		Document original() {
			return Document.read(this.originalFile);
		}

		Document translated() {
			assertThat(Files.exists(this.translatedFile)).as("%s is there", this).isTrue();
			return Document.read(this.translatedFile);
		}

		@Override
		public String toString() {
			return Repository.relative(this.translatedFile);
		}

	}

}
