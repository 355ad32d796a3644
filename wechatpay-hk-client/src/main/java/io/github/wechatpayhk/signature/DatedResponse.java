package io.github.wechatpayhk.signature;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * When a response without a signature was made, by its {@code Date} header. A request
 * that is refused because the local clock is wrong receives a response without a
 * signature (<a href=
 * "https://github.com/wechatpayhk/wechatpay-hk-spring-boot/blob/main/docs/protocol.md#status-and-code">protocol</a>),
 * and just then the clock matters.
 */
final class DatedResponse {

	private DatedResponse() {
	}

	static @Nullable Duration skew(SignedResponse response, Instant now) {
		List<String> dates = response.headers().apply("Date");
		if (dates.size() != 1) {
			return null;
		}
		try {
			ZonedDateTime date = ZonedDateTime.parse(dates.get(0), DateTimeFormatter.RFC_1123_DATE_TIME);
			return Duration.ofSeconds(now.getEpochSecond() - date.toEpochSecond());
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

}
