package io.github.wechatpayhk.durable.reconciliation;

import java.util.List;

import io.github.wechatpayhk.durable.store.OrderKey;
import io.github.wechatpayhk.order.OrderAmount;
import io.github.wechatpayhk.quickpay.QuickPayIntent;
import io.github.wechatpayhk.reconciliation.LedgerEntry;
import org.jspecify.annotations.Nullable;

/**
 * A reversal, a payment or a refund in a terminal state, as an entry of the books.
 *
 * @param table where it is stored
 * @param id its number here
 * @param key the order; the number of a refund is its own
 * @param state what it says of the order; {@code REFUNDED} of an in-store payment that
 * was refunded in whole, and of a refund
 * @param amount the amount, or {@code null} if it is not known here
 */
record LedgerRow(String table, String id, OrderKey key, LedgerEntry.State state, @Nullable OrderAmount amount) {

	boolean isByTransactionId() {
		return this.key.kind() == OrderKey.Kind.TRANSACTION_ID;
	}

	boolean isRefund() {
		return this.table.equals("wechatpay_hk_refund");
	}

	LedgerKey ledgerKey() {
		return new LedgerKey(isRefund() ? LedgerEntry.Kind.REFUND : LedgerEntry.Kind.PAYMENT, this.key.number());
	}

	/**
	 * Return what must be in the statement.
	 * @param outTradeNo the merchant's number of the order
	 */
	List<LedgerEntry> entries(String outTradeNo) {
		if (isRefund() || this.state != LedgerEntry.State.REFUNDED) {
			return List.of(new LedgerEntry(outTradeNo, this.state, this.amount));
		}
		return List.of(new LedgerEntry(outTradeNo, LedgerEntry.State.PAID, this.amount),
				new LedgerEntry(QuickPayIntent.outRefundNo(outTradeNo), LedgerEntry.State.REFUNDED, this.amount));
	}

}
