package io.github.wechatpayhk.sample.till;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Makes order numbers that are never used twice: the time, and some chance for the other
 * tills.
 */
final class OrderNumbers {

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmss")
		.withZone(ZoneOffset.UTC);

	private OrderNumbers() {
	}

	static String next(Instant now) {
		return "T" + TIME.format(now) + ThreadLocalRandom.current().nextInt(100_000, 1_000_000);
	}

}
