package io.github.wechatpayhk.error;

import java.time.Duration;

/**
 * Pauses that double with each failure in a row.
 *
 * @param first the pause after the first failure
 * @param longest the longest pause
 * @since 0.1.0
 */
public record DoublingPause(Duration first, Duration longest) {

	/**
	 * Return the pause after a number of failures.
	 * @param failures how many failures there were in a row, at least 1
	 * @return the pause, at most the longest one
	 */
	public Duration afterFailures(long failures) {
		Duration pause = this.first;
		for (long doubled = 1; doubled < failures && pause.compareTo(this.longest) < 0; doubled++) {
			pause = pause.multipliedBy(2);
		}
		return (pause.compareTo(this.longest) < 0) ? pause : this.longest;
	}

}
