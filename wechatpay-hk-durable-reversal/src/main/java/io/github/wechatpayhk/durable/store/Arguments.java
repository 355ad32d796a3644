package io.github.wechatpayhk.durable.store;

import org.springframework.util.Assert;

/**
 * The arguments that all operations have in common.
 *
 * @since 0.1.0
 */
public final class Arguments {

	private static final int LONGEST_LIST = 1000;

	private Arguments() {
	}

	public static void requirePage(int offset, int limit) {
		Assert.isTrue(offset >= 0, "'offset' must not be negative");
		requireLimit(limit);
	}

	public static void requireLimit(int limit) {
		Assert.isTrue(limit > 0 && limit <= LONGEST_LIST, "'limit' must be from 1 to " + LONGEST_LIST);
	}

	public static void requireReason(String reason) {
		Assert.hasText(reason, "'reason' must say who decided it, and why");
	}

}
