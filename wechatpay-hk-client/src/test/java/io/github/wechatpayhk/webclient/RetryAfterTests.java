package io.github.wechatpayhk.webclient;

import java.time.Duration;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.ClientResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RetryAfter}: how long a response asks to wait.
 */
class RetryAfterTests {

	private static final String NOW = "Thu, 01 Jan 2026 00:00:00 GMT";

	private final ErrorResponseReader reader = new ErrorResponseReader();

	@Test
	void isNotReadIfItIsTooLongForANumberOrADate() {
		isReadAsSecondsOrAsADate("7" + " ".repeat(63), null, Duration.ofSeconds(7));
		isReadAsSecondsOrAsADate("7" + " ".repeat(64), null, null);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "0 | | PT0S", "7 | | PT7S", "' 7 ' | | PT7S", "999999999 | | PT277777H46M39S", "1000000000 | |",
					"-1 | |", "soon | |", " | |", "Thu, 01 Jan 2026 00:00:30 GMT | " + NOW + " | PT30S",
					"Thu, 01 Jan 2026 00:00:30 GMT | |", NOW + " | " + NOW + " |",
					"Wed, 31 Dec 2025 23:59:59 GMT | " + NOW + " |", "Thu, 01 Jan 2026 00:00:30 GMT | yesterday |",
					"tomorrow | " + NOW + " |" })
	void isReadAsSecondsOrAsADate(@Nullable String retryAfter, @Nullable String date, @Nullable Duration expected) {
		ClientResponse.Builder response = ClientResponse.create(HttpStatus.TOO_MANY_REQUESTS);
		if (retryAfter != null) {
			response.header("Retry-After", retryAfter);
		}
		if (date != null) {
			response.header("Date", date);
		}

		assertThat(Objects.requireNonNull(this.reader.read(response.build()).block()).retryAfter()).isEqualTo(expected);
	}

}
