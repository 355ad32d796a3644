package io.github.wechatpayhk.durable;

import java.time.LocalDate;

import org.jspecify.annotations.Nullable;

/**
 * What reconciliations left to do.
 *
 * @param differences the differences of all days that no operator settled
 * @param reconciledUntil the day until which no day of a present merchant is missing, as
 * the last reconciliation found it, or {@code null} before the first one
 * @since 0.1.0
 */
public record ReconciliationSummary(long differences, @Nullable LocalDate reconciledUntil) {
}
