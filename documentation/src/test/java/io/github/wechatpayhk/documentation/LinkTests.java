package io.github.wechatpayhk.documentation;

import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
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

	private static final Pattern PAGE = Pattern
		.compile("https://github\\.com/wechatpayhk/wechatpay-hk-spring-boot/blob/main/([^\"#]+)#([^\"]+)");

	static List<Document> documents() {
		return Repository.documents();
	}

	@ParameterizedTest
	@MethodSource("documents")
	void leadsSomewhere(Document document) {
		List<String> problems = new ArrayList<>();
		for (Document.Reference reference : document.references()) {
			String target = reference.target();
			String problem = target.matches("[A-Za-z][A-Za-z0-9+.-]*:.*") ? problemOfSite(URI.create(target))
					: problemOfFile(document, target);
			if (problem != null) {
				problems.add(reference + ": " + problem);
			}
		}
		assertThat(problems).isEmpty();
	}

	private static @Nullable String problemOfSite(URI uri) {
		if (!"https".equals(uri.getScheme())) {
			return "not https";
		}
		return KNOWN_HOSTS.contains(uri.getHost()) ? null : "not one of the known hosts";
	}

	private static @Nullable String problemOfFile(Document document, String target) {
		String[] parts = URLDecoder.decode(target.replace("+", "%2B"), StandardCharsets.UTF_8).split("#", 2);
		Path file = parts[0].isEmpty() ? document.file() : document.file().resolveSibling(parts[0]).normalize();
		if (!file.startsWith(Repository.ROOT) || !Files.exists(file)) {
			return "no such file";
		}
		return (parts.length == 1 || Document.read(file).anchors().contains(parts[1])) ? null : "no such heading";
	}

	/**
	 * Javadoc links to the pages of this repository, as its readers may not have a copy.
	 */
	@Test
	void javadocLeadsSomewhere() throws IOException {
		List<String> problems = new ArrayList<>();
		int links = 0;
		for (Path file : Repository.files(".java")) {
			if (!Repository.relative(file).contains("/src/main/")) {
				continue;
			}
			Matcher link = PAGE.matcher(Files.readString(file));
			while (link.find()) {
				links++;
				Path page = Repository.ROOT.resolve(link.group(1));
				if (!Files.exists(page) || !Document.read(page).anchors().contains(link.group(2))) {
					problems.add(Repository.relative(file) + ": " + link.group());
				}
			}
		}
		assertThat(problems).isEmpty();
		assertThat(links).isGreaterThan(40);
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
