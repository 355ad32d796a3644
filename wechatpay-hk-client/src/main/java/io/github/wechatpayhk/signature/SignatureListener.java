package io.github.wechatpayhk.signature;

import java.time.Duration;

/**
 * Receives how long signatures take, and how far WeChat Pay's clock is from ours. Called
 * on the threads that carry the exchange, event loops among them: it must not block, and
 * must not fail.
 *
 * @since 0.1.0
 */
public interface SignatureListener {

	/**
	 * A request was signed.
	 * @param waited how long it stood in line for a signing thread
	 * @param took how long the signer took after that
	 */
	default void signed(Duration waited, Duration took) {
	}

	/**
	 * The signature of a response was computed.
	 * @param took how long that took
	 * @param isGenuine whether it was right
	 */
	default void verified(Duration took, boolean isGenuine) {
	}

	/**
	 * A response told when it was made.
	 * @param skew how far the local clock is ahead of that, negative if it is behind; to
	 * the second, and including the time that the response travelled
	 */
	default void dated(Duration skew) {
	}

	/**
	 * Bytes arrived on a connection on which no response was awaited. The connection is
	 * closed.
	 */
	default void unexpectedResponse() {
	}

	/**
	 * Tell another listener as well.
	 * @param other told after this one
	 * @return a listener that tells both
	 */
	default SignatureListener andThen(SignatureListener other) {
		return new SignatureListeners(this, other);
	}

	/**
	 * Return a listener that does not listen.
	 * @return the listener
	 */
	static SignatureListener none() {
		return SignatureListeners.NONE;
	}

}
