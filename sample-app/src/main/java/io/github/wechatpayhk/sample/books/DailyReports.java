package io.github.wechatpayhk.sample.books;

import java.time.LocalDate;
import java.util.List;

import io.github.wechatpayhk.durable.ReconciledDay;
import io.github.wechatpayhk.durable.Reconciliations;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.reconciliation.StatementTotals;
import io.github.wechatpayhk.statement.StatementService;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.stereotype.Component;

/**
 * Reports on days. The totals come from the statement, which is downloaded for each
 * report; the differences from the comparison that is stored. All methods block.
 */
@Component
@ConditionalOnBooleanProperty(name = "wechatpay.hk.durable-reversal.enabled", matchIfMissing = true)
public class DailyReports {

	private static final int MOST = 1000;

	private final Reconciliations reconciliations;

	private final StatementService statements;

	DailyReports(Reconciliations reconciliations, StatementService statements) {
		this.reconciliations = reconciliations;
		this.statements = statements;
	}

	/**
	 * Compare a day now, also if that was done before.
	 * @param day the day in Beijing time
	 * @return the report
	 * @throws WechatPayHkException if there is no statement of the day
	 */
	public DailyReport reconcile(LocalDate day) {
		return report(day, this.reconciliations.reconcile(day));
	}

	/**
	 * Report on a day as it was compared last.
	 * @param day the day in Beijing time
	 * @return the report
	 * @throws WechatPayHkException if there is no statement of the day
	 */
	DailyReport find(LocalDate day) {
		return report(day,
				this.reconciliations.list(0, MOST).stream().filter((result) -> result.day().equals(day)).toList());
	}

	/**
	 * List the days that were compared, the latest first.
	 */
	List<ComparedDay> list() {
		return this.reconciliations.list(0, MOST).stream().map(ComparedDay::new).toList();
	}

	private DailyReport report(LocalDate day, List<ReconciledDay> results) {
		StatementTotals totals = new StatementTotals();
		this.statements.rows(day).doOnNext(totals::add).then().block();
		return new DailyReport(day, results.stream().map(ComparedDay::new).toList(),
				results.stream().flatMap((result) -> this.reconciliations.differences(result.id()).stream()).toList(),
				totals.list(), totals.rowsWithoutAmount());
	}

}
