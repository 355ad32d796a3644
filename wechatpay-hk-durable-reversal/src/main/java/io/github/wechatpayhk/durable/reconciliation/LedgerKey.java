package io.github.wechatpayhk.durable.reconciliation;

import io.github.wechatpayhk.reconciliation.LedgerEntry;

/**
 * What is stored here under a number. An order and a refund can have the same number.
 *
 * @param kind whether it is an order or a refund
 * @param number the number that it has here
 */
record LedgerKey(LedgerEntry.Kind kind, String number) {
}
