package io.github.wechatpayhk.reconciliation;

import io.github.wechatpayhk.order.OrderAmount;
import io.github.wechatpayhk.statement.StatementRow.StatementAmount;
import org.jspecify.annotations.Nullable;

/**
 * One payment or one refund in the application's own books. A refund that was refused or
 * closed is no entry.
 *
 * @param number the merchant's number: {@code out_trade_no} of a payment,
 * {@code out_refund_no} of a refund
 * @param state how it stands at the end of the day
 * @param amount the amount in the currency of the price, or {@code null} if the books do
 * not know it; it is not compared then
 * @since 0.1.0
 */
public record LedgerEntry(String number, State state, @Nullable OrderAmount amount) {

	/**
	 * Create an entry.
	 * @param number the merchant's number
	 * @param state how it stands
	 * @param amount the amount, or {@code null}
	 * @throws IllegalArgumentException if the currency is not one of ISO 4217
	 */
	public LedgerEntry {
		if (amount != null) {
			StatementAmount.of(amount);
		}
	}

	/**
	 * Return what the number names.
	 * @return the kind of the entry
	 */
	public Kind kind() {
		return (this.state == State.REFUNDED) ? Kind.REFUND : Kind.PAYMENT;
	}

	/**
	 * What an entry is about.
	 */
	public enum Kind {

		/** A payment, whatever became of it. */
		PAYMENT,

		/** A refund of a payment, in whole or in part. */
		REFUND

	}

	/**
	 * What the books say.
	 */
	public enum State {

		/** The payment succeeded and was not reversed. It may be refunded. */
		PAID,

		/** The payment succeeded and was reversed. */
		REVERSED,

		/**
		 * The order was reversed or closed, and the books do not say that it was paid
		 * before.
		 */
		REVERSED_OR_CLOSED,

		/** The refund was accepted. */
		REFUNDED

	}

}
