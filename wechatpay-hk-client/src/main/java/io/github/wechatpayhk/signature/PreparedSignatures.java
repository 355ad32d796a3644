package io.github.wechatpayhk.signature;

import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * {@link Signature} objects that are set up for one key and wait to be used again, at
 * most as many as were ever in use at the same time. Each belongs to one caller until it
 * is given back. Safe for concurrent use.
 */
final class PreparedSignatures {

	private final Queue<Signature> idle = new ConcurrentLinkedQueue<>();

	private final Preparation preparation;

	PreparedSignatures(Preparation preparation) {
		this.preparation = preparation;
	}

	/**
	 * Do one computation.
	 * @param <T> the type of its result
	 * @param message the message to sign or to verify
	 * @param computation what is to be done with it
	 * @return the result
	 * @throws GeneralSecurityException if the computation fails: its object is not used
	 * again
	 */
	<T> T compute(byte[] message, Computation<T> computation) throws GeneralSecurityException {
		Signature signature = this.idle.poll();
		if (signature == null) {
			signature = this.preparation.prepare();
		}
		signature.update(message);
		T result = computation.finish(signature);
		this.idle.offer(signature);
		return result;
	}

	/**
	 * Sets up a signature object for a key.
	 */
	@FunctionalInterface
	interface Preparation {

		Signature prepare() throws GeneralSecurityException;

	}

	/**
	 * Ends a computation and leaves the object as it was set up.
	 *
	 * @param <T> the type of the result
	 */
	@FunctionalInterface
	interface Computation<T> {

		T finish(Signature signature) throws GeneralSecurityException;

	}

}
