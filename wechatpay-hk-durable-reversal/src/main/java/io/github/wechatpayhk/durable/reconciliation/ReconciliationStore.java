package io.github.wechatpayhk.durable.reconciliation;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

import javax.sql.DataSource;

import io.github.wechatpayhk.durable.ReconciledDay;
import io.github.wechatpayhk.durable.ReconciledDifference;
import io.github.wechatpayhk.durable.store.Columns;
import io.github.wechatpayhk.reconciliation.Difference;
import io.github.wechatpayhk.reconciliation.LedgerEntry;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The tables of reconciled days and their differences. Callers that write are in a
 * transaction.
 *
 * @since 0.1.0
 */
public final class ReconciliationStore {

	private static final String SELECT = "select id, merchant, signer, statement_day, state, reason, statement_rows, "
			+ "differences, reconciled_at from wechatpay_hk_reconciliation";

	private final JdbcClient client;

	public ReconciliationStore(DataSource dataSource) {
		this.client = JdbcClient.create(dataSource);
	}

	/**
	 * Store a day, in place of what was stored of it before.
	 */
	public void replace(ReconciledDay day, List<ReconciledDifference> differences) {
		this.client.sql("delete from wechatpay_hk_reconciliation where signer = ? and statement_day = ?")
			.param(day.signer())
			.param(day.day().toString())
			.update();
		this.client
			.sql("insert into wechatpay_hk_reconciliation (id, merchant, signer, statement_day, state, "
					+ "statement_rows, differences, reconciled_at, changed_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?)")
			.param(day.id())
			.param(day.merchant())
			.param(day.signer())
			.param(day.day().toString())
			.param(day.state().name())
			.param(day.rows())
			.param(day.differences())
			.param(day.reconciledAt().toEpochMilli())
			.param(day.reconciledAt().toEpochMilli())
			.update();
		for (int number = 0; number < differences.size(); number++) {
			insert(day.id(), number, differences.get(number));
		}
	}

	private void insert(String id, int number, ReconciledDifference difference) {
		this.client
			.sql("insert into wechatpay_hk_difference (reconciliation_id, number, kind, entry_kind, entry_number, "
					+ "detail) values (?, ?, ?, ?, ?, ?)")
			.param(id)
			.param(number)
			.param(difference.kind().name())
			.param(difference.entryKind().name())
			.param(Columns.text(difference.number(), 64))
			.param(Columns.text(difference.detail()))
			.update();
	}

	public Optional<ReconciledDay> find(String id) {
		return this.client.sql(SELECT + " where id = ?").param(id).query(ReconciliationStore::day).optional();
	}

	public List<ReconciledDay> list(int offset, int limit) {
		return this.client.sql(SELECT + " order by statement_day desc, signer limit " + limit + " offset " + offset)
			.query(ReconciliationStore::day)
			.list();
	}

	public List<ReconciledDifference> differences(String id) {
		return this.client
			.sql("select kind, entry_kind, entry_number, detail from wechatpay_hk_difference "
					+ "where reconciliation_id = ? order by number")
			.param(id)
			.query((result, number) -> new ReconciledDifference(Difference.Kind.valueOf(result.getString("kind")),
					LedgerEntry.Kind.valueOf(result.getString("entry_kind")), result.getString("entry_number"),
					result.getString("detail")))
			.list();
	}

	/**
	 * List the days of a merchant that are reconciled.
	 * @param oldest the first of them
	 */
	public NavigableSet<LocalDate> days(String signer, LocalDate oldest) {
		return new TreeSet<>(this.client
			.sql("select statement_day from wechatpay_hk_reconciliation where signer = ? and statement_day >= ?")
			.param(signer)
			.param(oldest.toString())
			.query((result, number) -> LocalDate.parse(result.getString("statement_day")))
			.list());
	}

	/**
	 * Settle a day.
	 * @return whether it had open differences
	 */
	public boolean settle(String id, String reason, Instant now) {
		return this.client
			.sql("update wechatpay_hk_reconciliation set state = 'SETTLED', reason = ?, changed_at = ? "
					+ "where id = ? and state = 'DIFFERENT'")
			.param(Columns.text(reason))
			.param(now.toEpochMilli())
			.param(id)
			.update() == 1;
	}

	public long openDifferences() {
		return this.client
			.sql("select coalesce(sum(differences), 0) from wechatpay_hk_reconciliation where state = 'DIFFERENT'")
			.query(Long.class)
			.single();
	}

	/**
	 * Delete old days, but none with open differences, nor one that would be made up for
	 * if it were missing.
	 */
	public int deleteReconciledBefore(Instant time, LocalDate oldest, int limit) {
		List<String> ids = this.client
			.sql("select id from wechatpay_hk_reconciliation where reconciled_at < ? and statement_day < ? "
					+ "and state <> 'DIFFERENT' limit " + limit)
			.param(time.toEpochMilli())
			.param(oldest.toString())
			.query(Columns::id)
			.list();
		return ids.isEmpty() ? 0
				: this.client.sql("delete from wechatpay_hk_reconciliation where id in (:ids)")
					.param("ids", ids)
					.update();
	}

	private static ReconciledDay day(ResultSet result, int number) throws SQLException {
		return new ReconciledDay(result.getString("id"), result.getString("merchant"), result.getString("signer"),
				LocalDate.parse(result.getString("statement_day")),
				ReconciledDay.State.valueOf(result.getString("state")), result.getString("reason"),
				result.getLong("statement_rows"), result.getLong("differences"),
				Instant.ofEpochMilli(result.getLong("reconciled_at")));
	}

}
