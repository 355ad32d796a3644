package io.github.wechatpayhk.webclient;

import java.time.Duration;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * Reads how long a response asks to wait (RFC 9110, "Retry-After").
 */
final class RetryAfter {

	private static final int LONGEST = 64;

	private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

	private RetryAfter() {
	}

	/**
	 * Read the header. A date is measured against the {@code Date} of the same response,
	 * so that the local clock does not matter.
	 */
	static @Nullable Duration of(HttpHeaders headers) {
		String value = headers.getFirst(HttpHeaders.RETRY_AFTER);
		if (value == null || value.length() > LONGEST) {
			return null;
		}
		if (SECONDS.matcher(value.trim()).matches()) {
			return Duration.ofSeconds(Long.parseLong(value.trim()));
		}
		long until = date(headers, HttpHeaders.RETRY_AFTER);
		long sent = date(headers, HttpHeaders.DATE);
		return (until != -1 && sent != -1 && until > sent) ? Duration.ofMillis(until - sent) : null;
	}

	private static long date(HttpHeaders headers, String name) {
		try {
			return headers.getFirstDate(name);
		}
		catch (IllegalArgumentException ex) {
			return -1;
		}
	}

}
