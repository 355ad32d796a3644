package io.github.wechatpayhk.durable.store;

import java.util.Optional;

import io.github.wechatpayhk.durable.ReversalConflictException;
import org.jspecify.annotations.Nullable;

/**
 * A row of something that is queried until it ends.
 *
 * @since 0.1.0
 */
public interface QueriedRow {

	/**
	 * Require that what is stored under a number has the same contents.
	 * @param known what is stored, or nothing if this transaction cannot see it
	 * @param label names it
	 * @param fingerprint that of the contents
	 */
	static <R extends QueriedRow> R same(Optional<R> known, String label, String fingerprint) {
		R present = known.orElseThrow(() -> new ReversalConflictException("Another caller stores " + label
				+ " at the same time, and this transaction cannot see it: begin the transaction again"));
		if (!present.fingerprint().equals(fingerprint)) {
			throw new ReversalConflictException(
					present.label() + " is stored already with other contents. Nothing is stored: use another number");
		}
		return present;
	}

	/**
	 * Return its number here.
	 */
	String id();

	/**
	 * Name it in a message, such as {@code Payment 'N1'}.
	 */
	String label();

	/**
	 * Return the state that users see.
	 */
	Enum<?> state();

	Standing standing();

	/**
	 * Return why it stands so.
	 */
	@Nullable String reason();

	Progress progress();

	/**
	 * Return what tells its request from another one with the same number.
	 */
	String fingerprint();

	/**
	 * Return whether it was in a terminal state once: its request is gone, so that
	 * nothing sends it again.
	 */
	boolean hasEndedBefore();

	/**
	 * Return whether a query checks the terminal state that is recorded, when something
	 * verified contradicts it.
	 */
	boolean isCheckable();

	/**
	 * Return whether a proof ends it.
	 */
	default boolean canStillEnd() {
		return standing() == Standing.OPEN || (standing() == Standing.REQUIRES_ACTION && !hasEndedBefore());
	}

}
