package io.github.wechatpayhk.sample.books;

import java.util.Locale;

import io.github.wechatpayhk.durable.ReconciledDay;
import io.github.wechatpayhk.sample.till.WallClock;

/**
 * A day that was compared, as a page shows it.
 *
 * @param result what was found
 */
public record ComparedDay(ReconciledDay result) {

	/**
	 * Return the result in message keys and style sheets.
	 * @return the name in lower case
	 */
	public String key() {
		return this.result.state().name().toLowerCase(Locale.ROOT);
	}

	/**
	 * Return when the day was compared, by the clock on the wall.
	 * @return date, time and time zone
	 */
	public String time() {
		return WallClock.show(this.result.reconciledAt());
	}

}
