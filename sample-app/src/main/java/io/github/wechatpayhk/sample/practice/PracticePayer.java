package io.github.wechatpayhk.sample.practice;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A payer whom a practising cashier can choose. The code does it: its last two digits
 * tell the simulator how the payer behaves, so the till need not know that this is
 * practice.
 *
 * @param digits the last two digits of the code
 * @param authCode a fresh code of this payer
 */
public record PracticePayer(String digits, String authCode) {

	private static final List<String> DIGITS = Arrays.asList("00", "83", "90", "91", "93", "95", "96");

	static List<PracticePayer> all() {
		return DIGITS.stream().map((digits) -> new PracticePayer(digits, code(digits))).toList();
	}

	private static String code(String digits) {
		return "13" + ThreadLocalRandom.current().nextLong(10_000_000_000_000L, 99_999_999_999_999L) + digits;
	}

}
