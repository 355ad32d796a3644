package io.github.wechatpayhk.fuzz;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.WechatPayHkApiException;
import io.github.wechatpayhk.webclient.ErrorResponseReader;

import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.ClientResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever the headers of an error are, it becomes one exception, and what it says of
 * waiting is a time that can be waited.
 */
class ErrorHeadersFuzzTests {

	private final ErrorResponseReader reader = new ErrorResponseReader();

	/**
	 * The first line is the {@code Retry-After}, the second the {@code Date}, the third
	 * the {@code Request-ID}, the fourth the {@code Content-Type}.
	 */
	@FuzzTest(maxDuration = "30s")
	void becomeOneException(byte[] data) {
		String[] lines = new String(data, StandardCharsets.ISO_8859_1).split("\n", -1);
		ClientResponse.Builder response = ClientResponse.create(HttpStatus.TOO_MANY_REQUESTS);
		String[] names = { "Retry-After", "Date", "Request-ID", "Content-Type" };
		for (int i = 0; i < Math.min(lines.length, names.length); i++) {
			response.header(names[i], lines[i]);
		}

		WechatPayHkApiException error = Objects.requireNonNull(this.reader.read(response.build()).block());

		assertThat(error.outcome()).isEqualTo(Outcome.UNKNOWN);
		assertThat(error.getMessage()).hasSizeLessThan(2048).doesNotContainPattern("[\\p{Cc}\\p{Zl}\\p{Zp}]");
		Duration retryAfter = error.retryAfter();
		if (retryAfter != null) {
			assertThat(retryAfter.isNegative()).isFalse();
			assertThat(retryAfter.toMillis()).isNotNegative();
		}
	}

}
