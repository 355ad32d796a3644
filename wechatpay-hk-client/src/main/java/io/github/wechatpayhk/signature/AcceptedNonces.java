package io.github.wechatpayhk.signature;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The nonces of the responses that were accepted. Each is accepted once, so that a
 * response that arrives a second time cannot end another call: the signature of a 204
 * covers time, nonce and an empty body, and no order number. To be shared by all clients
 * of a process.
 * <p>
 * A nonce is kept for as long as its response could be accepted again, which is ten
 * minutes at most, but no more than the last 65,536 to 131,072 nonces are kept, in about
 * 20 MB. Safe for concurrent use; never blocks.
 *
 * @since 0.1.0
 */
public final class AcceptedNonces {

	private static final int MAX_GENERATION_SIZE = 65_536;

	/**
	 * From as far behind the clock as is accepted to as far ahead of it.
	 */
	private static final Duration WINDOW = ResponseVerifier.ACCEPTED_CLOCK_SKEW.multipliedBy(2);

	private final AtomicReference<Generations> generations = new AtomicReference<>(
			new Generations(ConcurrentHashMap.newKeySet(), ConcurrentHashMap.newKeySet(), Instant.MIN));

	private final boolean isRepeatable;

	private AcceptedNonces(boolean isRepeatable) {
		this.isRepeatable = isRepeatable;
	}

	/**
	 * Create a memory that is empty.
	 * @return the nonces
	 */
	public static AcceptedNonces create() {
		return new AcceptedNonces(false);
	}

	/**
	 * Create nonces that are accepted however often they come. For notifications: they
	 * name the order that they are about, and one whose processing failed may be
	 * delivered again as it was.
	 * @return the nonces
	 */
	public static AcceptedNonces repeatable() {
		return new AcceptedNonces(true);
	}

	/**
	 * Accept a nonce.
	 * @param nonce the {@code Wechatpay-Nonce} of a response whose signature is right
	 * @param now the time
	 * @return whether it is accepted
	 */
	boolean accept(String nonce, Instant now) {
		if (this.isRepeatable) {
			return true;
		}
		Generations present = this.generations
			.updateAndGet((current) -> current.isOver(now) ? current.next(now) : current);
		return !present.previous.contains(nonce) && present.current.add(nonce);
	}

	/**
	 * Two generations of nonces, so that old ones are dropped without looking at each.
	 *
	 * @param current the nonces since then
	 * @param previous the nonces of the generation before
	 * @param since when the current generation began
	 */
	private record Generations(Set<String> current, Set<String> previous, Instant since) {

		boolean isOver(Instant now) {
			return this.current.size() >= MAX_GENERATION_SIZE || this.since.plus(WINDOW).isBefore(now);
		}

		Generations next(Instant now) {
			return new Generations(ConcurrentHashMap.newKeySet(), this.current, now);
		}

	}

}
