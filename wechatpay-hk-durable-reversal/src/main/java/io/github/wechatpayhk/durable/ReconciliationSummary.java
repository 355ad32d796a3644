package io.github.wechatpayhk.durable;

import java.time.LocalDate;

import org.jspecify.annotations.Nullable;

/**
 * What reconciliations left to do.
 *
 * @param differences the differences of all days that no operator settled
 * @param reconciledUntil the last day that is reconciled for all merchants, or
 * {@code null} if none is
 * @since 0.1.0
 */
public record ReconciliationSummary(long differences, @Nullable LocalDate reconciledUntil) {
}
