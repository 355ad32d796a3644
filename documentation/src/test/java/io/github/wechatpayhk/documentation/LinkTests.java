package io.github.wechatpayhk.documentation;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each link of each Markdown file leads somewhere. Links to other sites are not followed,
 * as a build needs no network for its documentation; they go to few and known ones.
 */
class LinkTests {

	private static final Set<String> KNOWN_HOSTS = Set.of("central.sonatype.com", "docs.spring.io", "github.com",
			"pay.weixin.qq.com", "projectreactor.io", "www.apache.org", "www.rfc-editor.org");

	static List<Document> documents() {
		return Repository.documents();
	}

	@ParameterizedTest
	@MethodSource("documents")
	void leadsSomewhere(Document document) {
		assertThat(document.references()).allSatisfy((reference) -> {
			if (reference.target().matches("[A-Za-z][A-Za-z0-9+.-]*:.*")) {
				URI uri = URI.create(reference.target());
				assertThat(uri.getScheme()).as("%s", reference).isEqualTo("https");
				assertThat(KNOWN_HOSTS).as("%s", reference).contains(uri.getHost());
			}
			else {
				requireTarget(document, reference);
			}
		});
	}

	private static void requireTarget(Document document, Document.Reference reference) {
		String[] parts = URLDecoder.decode(reference.target().replace("+", "%2B"), StandardCharsets.UTF_8)
			.split("#", 2);
		Path file = parts[0].isEmpty() ? document.file() : document.file().resolveSibling(parts[0]).normalize();
		assertThat(file).as("%s", reference).startsWithRaw(Repository.ROOT);
		assertThat(Files.exists(file)).as("%s leads to a file", reference).isTrue();
		if (parts.length > 1) {
			assertThat(Document.read(file).anchors()).as("%s", reference).contains(parts[1]);
		}
	}

	static Stream<Document> guides() {
		return Repository.documents().stream().filter((document) -> {
			Path folder = document.file().getParent();
			return (Repository.DOCS.equals(folder) || Repository.TRANSLATED.equals(folder))
					&& !document.file().endsWith("docs/README.md");
		});
	}

	@ParameterizedTest
	@MethodSource("guides")
	void isFoundFromTheIndex(Document guide) {
		Document index = Document.read(Repository.DOCS.resolve("README.md"));

		assertThat(index.references()).extracting(Document.Reference::target)
			.contains(Repository.DOCS.relativize(guide.file()).toString().replace('\\', '/'));
	}

}
