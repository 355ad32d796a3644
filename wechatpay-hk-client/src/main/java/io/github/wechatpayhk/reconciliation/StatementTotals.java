package io.github.wechatpayhk.reconciliation;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.github.wechatpayhk.order.CurrencyCode;
import io.github.wechatpayhk.reconciliation.Difference.StatementEntry;
import io.github.wechatpayhk.statement.StatementRow;
import io.github.wechatpayhk.statement.StatementRow.StatementAmount;
import org.jspecify.annotations.Nullable;

/**
 * Adds up the rows of a statement that passes by:
 *
 * <pre class="code">
 * StatementTotals totals = new StatementTotals();
 * reconciliation.differences(statements.rows(day).doOnNext(totals::add), books);
 * </pre>
 *
 * The amounts are those of the settlement, and those of the order or refund where a row
 * has no other. A payment whose row says that it was reversed, and a refund that was
 * closed or not delivered, count for nothing, nor do their fees. Not safe for concurrent
 * use; each subscription needs its own.
 *
 * @since 0.1.0
 */
public final class StatementTotals {

	private final Map<String, DayTotals> totals = new TreeMap<>();

	private long rowsWithoutAmount;

	/**
	 * Create totals of no rows.
	 */
	public StatementTotals() {
	}

	/**
	 * Add a row.
	 * @param row the row
	 * @throws IllegalStateException if a value cannot be read
	 */
	public void add(StatementRow row) {
		StatementEntry entry = StatementEntry.of(row);
		boolean isRefund = entry.kind() == LedgerEntry.Kind.REFUND;
		if (!entry.isPaid() && !entry.isRefunded()) {
			return;
		}
		StatementAmount settled = isRefund ? row.settlementRefundTotal() : row.settlementTotal();
		add((settled != null) ? settled : entry.amount(), isRefund);
		StatementAmount fee = row.fee();
		if (fee != null) {
			put(of(fee.currency()).withFee(fee.value()));
		}
	}

	private void add(@Nullable StatementAmount amount, boolean isRefund) {
		if (amount == null) {
			this.rowsWithoutAmount++;
			return;
		}
		DayTotals before = of(amount.currency());
		put(isRefund ? before.withRefund(amount.value()) : before.withPayment(amount.value()));
	}

	private DayTotals of(CurrencyCode currency) {
		return this.totals.getOrDefault(currency.value(), DayTotals.none(currency));
	}

	private void put(DayTotals changed) {
		this.totals.put(changed.currency().value(), changed);
	}

	/**
	 * Return the totals of the rows until now.
	 * @return the totals, one for each currency, in the order of their codes
	 */
	public List<DayTotals> list() {
		return List.copyOf(this.totals.values());
	}

	/**
	 * Return how many payments and refunds have no amount that can be read, as in a
	 * statement with English headings. The totals are too small by them.
	 * @return the number of rows
	 */
	public long rowsWithoutAmount() {
		return this.rowsWithoutAmount;
	}

	/**
	 * The totals of a day's statement in one currency of the settlement. Amounts are
	 * exact, in the main unit of the currency.
	 *
	 * @param currency the currency
	 * @param payments how many payments were made and not reversed
	 * @param paid their sum
	 * @param refunds how many refunds were accepted
	 * @param refunded their sum
	 * @param fee the fees, less those of refunds
	 */
	public record DayTotals(CurrencyCode currency, long payments, BigDecimal paid, long refunds, BigDecimal refunded,
			BigDecimal fee) {

		static DayTotals none(CurrencyCode currency) {
			return new DayTotals(currency, 0, BigDecimal.ZERO, 0, BigDecimal.ZERO, BigDecimal.ZERO);
		}

		DayTotals withPayment(BigDecimal amount) {
			return new DayTotals(this.currency, this.payments + 1, this.paid.add(amount), this.refunds, this.refunded,
					this.fee);
		}

		DayTotals withRefund(BigDecimal amount) {
			return new DayTotals(this.currency, this.payments, this.paid, this.refunds + 1, this.refunded.add(amount),
					this.fee);
		}

		DayTotals withFee(BigDecimal amount) {
			return new DayTotals(this.currency, this.payments, this.paid, this.refunds, this.refunded,
					this.fee.add(amount));
		}

		/**
		 * Return what the merchant receives.
		 * @return the payments, less refunds and fees
		 */
		public BigDecimal net() {
			return this.paid.subtract(this.refunded).subtract(this.fee);
		}

	}

}
