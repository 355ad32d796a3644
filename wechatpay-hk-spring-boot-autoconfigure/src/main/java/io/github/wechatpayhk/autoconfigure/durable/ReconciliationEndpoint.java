package io.github.wechatpayhk.autoconfigure.durable;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;

import io.github.wechatpayhk.durable.ReconciledDay;
import io.github.wechatpayhk.durable.ReconciledDifference;
import io.github.wechatpayhk.durable.ReconciliationSummary;
import io.github.wechatpayhk.durable.Reconciliations;
import io.github.wechatpayhk.error.WechatPayHkException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.http.HttpStatus;

/**
 * Actuator endpoint that compares a day with its statement, shows the differences, and
 * takes the decisions of an operator. It shows no secret and no personal data.
 *
 * @since 0.1.0
 */
@Endpoint(id = "reconciliations")
public final class ReconciliationEndpoint {

	private final Reconciliations reconciliations;

	/**
	 * Create the endpoint.
	 * @param reconciliations the reconciliations
	 */
	public ReconciliationEndpoint(Reconciliations reconciliations) {
		this.reconciliations = reconciliations;
	}

	/**
	 * Show reconciled days, the latest first.
	 * @param limit how many at most, 100 by default
	 * @return the {@link Overview}, or a problem detail
	 */
	@ReadOperation
	public Object overview(@Nullable String limit) {
		return EndpointResponses.orProblem(() -> new Overview(this.reconciliations.summary(),
				this.reconciliations.list(0, EndpointResponses.limit(limit))));
	}

	/**
	 * Show one day with its differences.
	 * @param id the number of the reconciliation
	 * @return the {@link Reconciled}, or a problem detail if there is none
	 */
	@ReadOperation
	public Object day(@Selector String id) {
		return this.reconciliations.find(id)
			.<Object>map(this::reconciled)
			.orElseGet(
					() -> EndpointResponses.problem(HttpStatus.NOT_FOUND, "There is no reconciliation '" + id + "'"));
	}

	/**
	 * Compare a day now, for each merchant.
	 * @param day the day in Beijing time, such as {@code 2026-11-28}
	 * @return a {@link Reconciled} for each merchant, or a problem detail
	 */
	@WriteOperation
	public Object reconcile(@Nullable String day) {
		return EndpointResponses.orProblem(() -> {
			LocalDate date = date(day);
			try {
				return new Result(this.reconciliations.reconcile(date).stream().map(this::reconciled).toList());
			}
			catch (WechatPayHkException ex) {
				return EndpointResponses.problem(HttpStatus.BAD_GATEWAY, String.valueOf(ex.getMessage()));
			}
		});
	}

	private static LocalDate date(@Nullable String day) {
		try {
			return LocalDate.parse(String.valueOf(day));
		}
		catch (DateTimeException ex) {
			throw new IllegalArgumentException("'day' must have the form 2026-11-28, not '" + day + "'", ex);
		}
	}

	/**
	 * Settle the differences of a day.
	 * @param id the number of the reconciliation
	 * @param action {@code settle}
	 * @param reason who decided it, and why
	 * @return the {@link Reconciled} as it stands now, or a problem detail
	 */
	@WriteOperation
	public Object decide(@Selector String id, @Nullable String action, @Nullable String reason) {
		return EndpointResponses.orProblem(() -> {
			if (!"settle".equals(action)) {
				throw EndpointResponses.unknown("action", action, List.of("settle"));
			}
			return reconciled(this.reconciliations.settle(id, (reason != null) ? reason : ""));
		});
	}

	private Reconciled reconciled(ReconciledDay day) {
		return new Reconciled(day, this.reconciliations.differences(day.id()));
	}

	/**
	 * What is left to do, and some days.
	 *
	 * @param summary what is left to do
	 * @param days the days
	 */
	public record Overview(ReconciliationSummary summary, List<ReconciledDay> days) {
	}

	/**
	 * What came of a day.
	 *
	 * @param days one result for each merchant
	 */
	public record Result(List<Reconciled> days) {
	}

	/**
	 * A day with its differences.
	 *
	 * @param day the day
	 * @param differences the differences, the first 1000 at most
	 */
	public record Reconciled(ReconciledDay day, List<ReconciledDifference> differences) {
	}

}
