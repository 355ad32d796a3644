package io.github.wechatpayhk.simulator.protocol;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Writes times as WeChat Pay does.
 *
 * @since 0.1.0
 */
public final class Times {

	private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxxx")
		.withZone(ZoneOffset.ofHours(8));

	private Times() {
	}

	/**
	 * Write a moment in Beijing time.
	 * @param at the moment
	 * @return RFC 3339 with seconds, such as {@code 2018-06-08T10:34:56+08:00}
	 */
	public static String write(Instant at) {
		return FORMAT.format(at);
	}

}
