package io.github.wechatpayhk.reconciliation;

import org.jspecify.annotations.Nullable;

/**
 * One payment or refund of which the statement and the application's own books say
 * different things. Holds no personal data.
 *
 * @param kind the difference
 * @param here what the books say, or {@code null} if they say nothing
 * @param there what the statement says, or {@code null} if it says nothing
 * @since 0.1.0
 */
public record Difference(Kind kind, @Nullable LedgerEntry here, @Nullable StatementEntry there) {

	/**
	 * Create a difference.
	 * @param kind the difference
	 * @param here what the books say
	 * @param there what the statement says
	 * @throws IllegalArgumentException if neither says anything
	 */
	public Difference {
		if (here == null && there == null) {
			throw new IllegalArgumentException("'here' or 'there' must be set");
		}
	}

	/**
	 * Return the number of the payment or of the refund.
	 * @return the merchant's number, or WeChat Pay's where the row of a statement has no
	 * other
	 */
	public String number() {
		return new Item(this.here, this.there).number();
	}

	/**
	 * Return what the number names.
	 * @return the kind of the entry
	 */
	public LedgerEntry.Kind entryKind() {
		return new Item(this.here, this.there).kind();
	}

	/**
	 * How the two differ, the most urgent first.
	 */
	public enum Kind {

		/**
		 * Reversed or closed here, and paid there: the payer's money is held for nothing.
		 */
		REVERSED_HERE_PAID_THERE,

		/** Paid there, and unknown here. */
		PAID_THERE_ONLY,

		/** Reversed there, and paid or unknown here. */
		REVERSED_THERE_ONLY,

		/** Paid here, also if it was reversed afterwards, and missing there. */
		PAID_HERE_ONLY,

		/** Refunded there, and unknown here. */
		REFUNDED_THERE_ONLY,

		/** Refunded here, and missing there. */
		REFUNDED_HERE_ONLY,

		/** The amounts or the currencies differ, or the statement has none. */
		AMOUNTS_DIFFER,

		/** The statement has the number more than once. */
		DUPLICATE_THERE,

		/** The books have the number more than once. */
		DUPLICATE_HERE,

		/** The statement has a state that is not known here, or none. */
		UNKNOWN_STATE_THERE

	}

}
