package io.github.wechatpayhk.sample.till;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/**
 * Shows times as the clock on the wall does, with the date and what the time zone is.
 */
public final class WallClock {

	private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'xxx")
		.withZone(ZoneId.systemDefault());

	private WallClock() {
	}

	/**
	 * Show a time, alike in each language.
	 * @param instant the time
	 * @return date and time in the time zone of this machine, to the second
	 */
	public static String show(Instant instant) {
		return FORMAT.format(instant);
	}

}
