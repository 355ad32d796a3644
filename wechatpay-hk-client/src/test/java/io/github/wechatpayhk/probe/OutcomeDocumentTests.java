package io.github.wechatpayhk.probe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds {@code docs/errors.md} to the outcome table. The system property
 * {@code docs.update} writes it instead.
 */
class OutcomeDocumentTests {

	private static final Path DOCUMENT = Path.of(System.getProperty("basedir", "."), "..", "docs", "errors.md");

	@Test
	void isUpToDate() throws IOException {
		String present = Files.readString(DOCUMENT);
		String expected = replace(present, OutcomeDocument.outcomes());

		if (System.getProperty("docs.update") != null) {
			Files.writeString(DOCUMENT, expected);
		}
		else {
			assertThat(present).isEqualTo(expected);
		}
	}

	private static String replace(String document, String table) {
		String begin = "<!-- outcomes: begin -->\n";
		int start = document.indexOf(begin) + begin.length();
		int end = document.indexOf("<!-- outcomes: end -->", start);
		assertThat(end).as("The end of the table").isGreaterThanOrEqualTo(start);
		return document.substring(0, start) + table + document.substring(end);
	}

}
