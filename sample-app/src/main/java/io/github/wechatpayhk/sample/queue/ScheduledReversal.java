package io.github.wechatpayhk.sample.queue;

import java.util.Locale;

import io.github.wechatpayhk.durable.DurableReversal;
import io.github.wechatpayhk.durable.ReversalState;
import io.github.wechatpayhk.sample.till.WallClock;
import org.jspecify.annotations.Nullable;

/**
 * A scheduled reversal as the page shows it.
 *
 * @param id its number in the queue
 * @param order the number of the order
 * @param state how it stands
 * @param reason why
 * @param attempts how many attempts were begun
 * @param scheduledAt when it was scheduled
 * @param nextAttemptAt when the next attempt is planned
 */
public record ScheduledReversal(String id, String order, ReversalState state, @Nullable String reason, int attempts,
		String scheduledAt, @Nullable String nextAttemptAt) {

	static ScheduledReversal of(DurableReversal reversal) {
		String outTradeNo = reversal.request().outTradeNo();
		return new ScheduledReversal(reversal.id(),
				(outTradeNo != null) ? outTradeNo : String.valueOf(reversal.request().transactionId()),
				reversal.state(), reversal.reason(), reversal.attempts(), WallClock.show(reversal.scheduledAt()),
				(reversal.nextAttemptAt() != null) ? WallClock.show(reversal.nextAttemptAt()) : null);
	}

	/**
	 * Return the state in message keys and style sheets.
	 * @return the name in lower case, with hyphens
	 */
	public String key() {
		return key(this.state);
	}

	static String key(Enum<?> value) {
		return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/**
	 * Tell whether an operator can do something about it.
	 * @return whether it has no end yet
	 */
	public boolean isOpen() {
		return !this.state.isTerminal();
	}

}
