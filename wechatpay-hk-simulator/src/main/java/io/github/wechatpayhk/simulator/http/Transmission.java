package io.github.wechatpayhk.simulator.http;

import java.time.Duration;

/**
 * The way a response travels to the caller.
 *
 * @param delay how long the response waits before its first byte
 * @param drip over which time the body is spread in small pieces, zero for at once
 * @param ending how the exchange ends
 * @since 0.1.0
 */
public record Transmission(Duration delay, Duration drip, Ending ending) {

	private static final Transmission PROMPT = new Transmission(Duration.ZERO, Duration.ZERO, Ending.COMPLETE);

	/**
	 * Return the normal way: at once and whole.
	 * @return the normal way
	 */
	public static Transmission prompt() {
		return PROMPT;
	}

	/**
	 * Return a copy that waits longer.
	 * @param more what is added to the delay
	 * @return the copy
	 */
	public Transmission plusDelay(Duration more) {
		return new Transmission(this.delay.plus(more), this.drip, this.ending);
	}

	/**
	 * Return a copy whose body drips.
	 * @param time over which time the body is spread
	 * @return the copy
	 */
	public Transmission withDrip(Duration time) {
		return new Transmission(this.delay, time, this.ending);
	}

	/**
	 * Return a copy with another end.
	 * @param changed how the exchange ends
	 * @return the copy
	 */
	public Transmission withEnding(Ending changed) {
		return new Transmission(this.delay, this.drip, changed);
	}

	/**
	 * How an exchange ends.
	 */
	public enum Ending {

		/**
		 * The whole response is sent.
		 */
		COMPLETE,

		/**
		 * The connection is reset instead of a response.
		 */
		RESET,

		/**
		 * The response announces its whole length and stops in the middle.
		 */
		TRUNCATED,

		/**
		 * No response is ever sent while the connection stands.
		 */
		SILENCE

	}

}
