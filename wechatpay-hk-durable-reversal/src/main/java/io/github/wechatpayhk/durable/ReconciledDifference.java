package io.github.wechatpayhk.durable;

import io.github.wechatpayhk.reconciliation.Difference;
import io.github.wechatpayhk.reconciliation.LedgerEntry;

/**
 * A difference that a reconciliation found.
 *
 * @param kind the difference
 * @param entryKind what the number names
 * @param number the merchant's number of the payment or refund
 * @param detail what is stored here, and what the statement says, in words
 * @since 0.1.0
 */
public record ReconciledDifference(Difference.Kind kind, LedgerEntry.Kind entryKind, String number, String detail) {
}
