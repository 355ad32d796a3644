package io.github.wechatpayhk.durable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

import javax.sql.DataSource;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The table of the audit trail. Callers that write are in a transaction, and hold the
 * lock on the scheduled reversal.
 */
final class AttemptStore {

	private final JdbcClient client;

	AttemptStore(DataSource dataSource) {
		this.client = JdbcClient.create(dataSource);
	}

	/**
	 * Note that a call is about to be made. One that has no end until now lost it in a
	 * crash.
	 * @return the place of the new entry in the trail
	 */
	int begin(String id, String node, Instant now) {
		this.client
			.sql("update wechatpay_hk_reversal_attempt set result = 'INTERRUPTED' "
					+ "where reversal_id = ? and result = 'UNDER_WAY'")
			.param(id)
			.update();
		int number = nextNumber(id);
		insert(id,
				new ReversalAttempt(number, ReversalAttempt.Result.UNDER_WAY, node, now, null, null, null, null, null));
		return number;
	}

	void end(String id, int number, ReversalVerdict verdict, Instant now) {
		this.client
			.sql("update wechatpay_hk_reversal_attempt set result = ?, ended_at = ?, status = ?, code = ?, "
					+ "request_id = ?, detail = ? where reversal_id = ? and number = ?")
			.param(verdict.result().name())
			.param(now.toEpochMilli())
			.param(verdict.status())
			.param(Columns.text(verdict.code(), 64))
			.param(Columns.text(verdict.requestId(), 64))
			.param(Columns.text(verdict.reason()))
			.param(id)
			.param(number)
			.update();
	}

	/**
	 * Note what an operator decided.
	 */
	void note(String id, ReversalAttempt.Result result, String node, String reason, Instant now) {
		insert(id, new ReversalAttempt(nextNumber(id), result, node, now, now, null, null, null, reason));
	}

	private int nextNumber(String id) {
		return this.client
			.sql("select coalesce(max(number), 0) + 1 from wechatpay_hk_reversal_attempt where reversal_id = ?")
			.param(id)
			.query(Integer.class)
			.single();
	}

	private void insert(String id, ReversalAttempt attempt) {
		this.client
			.sql("insert into wechatpay_hk_reversal_attempt (reversal_id, number, result, node, started_at, ended_at, "
					+ "detail) values (?, ?, ?, ?, ?, ?, ?)")
			.param(id)
			.param(attempt.number())
			.param(attempt.result().name())
			.param(attempt.node())
			.param(attempt.startedAt().toEpochMilli())
			.param(Columns.millis(attempt.endedAt()))
			.param(Columns.text(attempt.detail()))
			.update();
	}

	List<ReversalAttempt> list(String id) {
		return this.client
			.sql("select number, result, node, started_at, ended_at, status, code, request_id, detail "
					+ "from wechatpay_hk_reversal_attempt where reversal_id = ? order by number")
			.param(id)
			.query(AttemptStore::attempt)
			.list();
	}

	private static ReversalAttempt attempt(ResultSet result, int number) throws SQLException {
		return new ReversalAttempt(result.getInt("number"), ReversalAttempt.Result.valueOf(result.getString("result")),
				result.getString("node"), Instant.ofEpochMilli(result.getLong("started_at")),
				Columns.instant(result, "ended_at"), Columns.number(result, "status"), result.getString("code"),
				result.getString("request_id"), result.getString("detail"));
	}

}
