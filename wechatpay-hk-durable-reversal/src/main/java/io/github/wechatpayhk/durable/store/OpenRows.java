package io.github.wechatpayhk.durable.store;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * How many rows are in a state that is not terminal.
 *
 * @param number how many
 * @param oldest when the oldest of them began, or {@code null} if there is none
 * @since 0.1.0
 */
public record OpenRows(long number, @Nullable Instant oldest) {

	/**
	 * Return when the oldest row of these and of others began.
	 */
	public @Nullable Instant oldest(OpenRows others) {
		return (this.oldest == null || (others.oldest != null && others.oldest.isBefore(this.oldest))) ? others.oldest
				: this.oldest;
	}

}
