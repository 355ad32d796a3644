package io.github.wechatpayhk.sample.books;

import java.time.LocalDate;
import java.util.List;

import io.github.wechatpayhk.durable.ReconciledDay;
import io.github.wechatpayhk.durable.ReconciledDifference;
import io.github.wechatpayhk.reconciliation.StatementTotals.DayTotals;

/**
 * What the statement of a day says, and where it says something else than is stored here.
 *
 * @param day the day in Beijing time
 * @param results the comparisons of that day, one for each merchant; none if it was not
 * compared yet
 * @param differences the differences that they found
 * @param totals the totals of the default merchant, one for each currency
 * @param rowsWithoutAmount how many rows are missing in the totals
 */
public record DailyReport(LocalDate day, List<ComparedDay> results, List<ReconciledDifference> differences,
		List<DayTotals> totals, long rowsWithoutAmount) {

	/**
	 * Return how the day stands.
	 * @return {@code open} if it was not compared, {@code different} if there are
	 * differences that no operator settled, {@code settled}, or {@code confirmed}
	 */
	public String state() {
		if (this.results.isEmpty()) {
			return "open";
		}
		return has(ReconciledDay.State.DIFFERENT) ? "different"
				: (has(ReconciledDay.State.SETTLED) ? "settled" : "confirmed");
	}

	private boolean has(ReconciledDay.State state) {
		return this.results.stream().anyMatch((compared) -> compared.result().state() == state);
	}

	/**
	 * Return how many differences were found, also those that are not stored.
	 * @return the number
	 */
	public long found() {
		return this.results.stream().mapToLong((compared) -> compared.result().differences()).sum();
	}

}
