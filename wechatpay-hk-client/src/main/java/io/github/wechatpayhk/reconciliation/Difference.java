package io.github.wechatpayhk.reconciliation;

import java.time.Instant;
import java.util.Objects;

import io.github.wechatpayhk.order.TradeState;
import io.github.wechatpayhk.refund.RefundStatus;
import io.github.wechatpayhk.statement.StatementRow;
import io.github.wechatpayhk.statement.StatementRow.StatementAmount;
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

	/**
	 * What a row of a statement says of one payment or one refund, without personal data.
	 *
	 * @param kind what the number names
	 * @param number the merchant's number; WeChat Pay's if the row has none, and empty if
	 * it has neither
	 * @param state the state of the payment; of a refund {@code REFUND}, or its own state
	 * if the money is not with the payer or on its way; empty if the row has none
	 * @param amount the amount of the order or of the refund in the currency of the
	 * price, or {@code null} if the row has none
	 * @param transactionId WeChat Pay's number of the order
	 * @param time when the payment was made or the refund was accepted
	 */
	public record StatementEntry(LedgerEntry.Kind kind, String number, String state, @Nullable StatementAmount amount,
			@Nullable String transactionId, @Nullable Instant time) {

		/**
		 * Read a row.
		 * @param row the row
		 * @return what it says
		 * @throws IllegalStateException if a value cannot be read
		 */
		static StatementEntry of(StatementRow row) {
			TradeState state = row.tradeState();
			String text = (state != null) ? state.value() : "";
			if (isRefund(row)) {
				String number = Objects.requireNonNullElse(row.outRefundNo(),
						Objects.requireNonNullElse(row.refundId(), ""));
				RefundStatus refund = row.refundStatus();
				return new StatementEntry(LedgerEntry.Kind.REFUND, number,
						(refund == null || refund.isStanding()) ? text : refund.value(), row.refundTotal(),
						row.transactionId(), row.time());
			}
			String number = Objects.requireNonNullElse(row.outTradeNo(),
					Objects.requireNonNullElse(row.transactionId(), ""));
			return new StatementEntry(LedgerEntry.Kind.PAYMENT, number, text, row.total(), row.transactionId(),
					row.time());
		}

		private static boolean isRefund(StatementRow row) {
			return TradeState.REFUND.equals(row.tradeState()) || row.outRefundNo() != null;
		}

		/**
		 * Return whether a row moves no money: a refund that was closed.
		 */
		static boolean isWithoutEffect(StatementRow row) {
			return isRefund(row) && RefundStatus.CLOSED.equals(row.refundStatus());
		}

		boolean isReversed() {
			return this.kind == LedgerEntry.Kind.PAYMENT && TradeState.REVOKED.value().equals(this.state);
		}

		boolean isPaid() {
			return this.kind == LedgerEntry.Kind.PAYMENT && TradeState.SUCCESS.value().equals(this.state);
		}

		boolean isRefunded() {
			return this.kind == LedgerEntry.Kind.REFUND && (this.state.isEmpty()
					|| TradeState.REFUND.value().equals(this.state) || new RefundStatus(this.state).isStanding());
		}

		/**
		 * Return whether another row only says once more that this payment was reversed,
		 * or that it was made before.
		 */
		boolean covers(StatementEntry other) {
			return isReversed() && this.transactionId != null && this.transactionId.equals(other.transactionId);
		}

	}

}
