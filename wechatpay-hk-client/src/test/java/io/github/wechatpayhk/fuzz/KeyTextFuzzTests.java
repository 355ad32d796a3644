package io.github.wechatpayhk.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.regex.Pattern;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.wechatpayhk.key.CertificateReader;
import io.github.wechatpayhk.key.PrivateKeyReader;
import io.github.wechatpayhk.key.PublicKeyReader;
import io.github.wechatpayhk.key.UnusableKeyException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever a configured key is, it is read or refused, and the refusal does not quote it.
 */
class KeyTextFuzzTests {

	private static final Pattern QUOTATION = Pattern.compile("[0-9A-Za-z+/]{40,}");

	@FuzzTest(maxDuration = "30s")
	void isReadOrRefused(byte[] data) {
		String text = new String(data, StandardCharsets.UTF_8);
		read(PrivateKeyReader::read, text);
		read((key) -> PrivateKeyReader.read(key, "password"), text);
		read(PublicKeyReader::read, text);
		read(CertificateReader::readAll, text);
	}

	private static void read(Consumer<String> reader, String text) {
		try {
			reader.accept(text);
		}
		catch (UnusableKeyException ex) {
			assertThat(ex.getMessage()).doesNotContainPattern(QUOTATION);
		}
	}

}
