package io.github.wechatpayhk.durable.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import io.github.wechatpayhk.durable.OnlinePaymentAttempt;
import io.github.wechatpayhk.durable.ReversalAttempt;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A table of audit trails. Callers that write are in a transaction, and hold the lock on
 * the row that the trail belongs to.
 *
 * @param <T> an entry of the trail
 * @since 0.1.0
 */
public final class AttemptStore<T> {

	private static final String UNDER_WAY = "UNDER_WAY";

	private static final String INTERRUPTED = "INTERRUPTED";

	private final JdbcTemplate template;

	private final JdbcClient client;

	private final String table;

	private final String subject;

	private final RowMapper<T> entries;

	private AttemptStore(DataSource dataSource, String table, String subject, RowMapper<T> entries) {
		this.template = new JdbcTemplate(dataSource);
		this.client = JdbcClient.create(this.template);
		this.table = table;
		this.subject = subject;
		this.entries = entries;
	}

	public static AttemptStore<ReversalAttempt> ofReversals(DataSource dataSource) {
		return new AttemptStore<>(dataSource, "wechatpay_hk_reversal_attempt", "reversal_id",
				(result, number) -> new ReversalAttempt(result.getInt("number"),
						ReversalAttempt.Result.valueOf(result.getString("result")), result.getString("node"),
						Instant.ofEpochMilli(result.getLong("started_at")), Columns.instant(result, "ended_at"),
						Columns.number(result, "status"), result.getString("code"), result.getString("request_id"),
						result.getString("detail")));
	}

	public static AttemptStore<OnlinePaymentAttempt> ofOnlinePayments(DataSource dataSource) {
		return new AttemptStore<>(dataSource, "wechatpay_hk_online_payment_attempt", "payment_id",
				AttemptStore::onlinePaymentAttempt);
	}

	public static AttemptStore<OnlinePaymentAttempt> ofRefunds(DataSource dataSource) {
		return new AttemptStore<>(dataSource, "wechatpay_hk_refund_attempt", "refund_id",
				AttemptStore::onlinePaymentAttempt);
	}

	private static OnlinePaymentAttempt onlinePaymentAttempt(ResultSet result, int number) throws SQLException {
		return new OnlinePaymentAttempt(result.getInt("number"),
				OnlinePaymentAttempt.Result.valueOf(result.getString("result")), result.getString("node"),
				Instant.ofEpochMilli(result.getLong("started_at")), Columns.instant(result, "ended_at"),
				Columns.number(result, "status"), result.getString("code"), result.getString("request_id"),
				result.getString("detail"));
	}

	/**
	 * Note that a call is about to be made. One that has no end until now lost it in a
	 * crash.
	 * @return the place of the new entry in the trail
	 */
	public int begin(String id, String node, Instant now) {
		this.client
			.sql("update " + this.table + " set result = '" + INTERRUPTED + "' where " + this.subject
					+ " = ? and result = '" + UNDER_WAY + "'")
			.param(id)
			.update();
		return insert(id, UNDER_WAY, node, now, null, null);
	}

	/**
	 * Note what a call led to.
	 */
	public void end(String id, int number, AttemptEnd end, Instant now) {
		this.client
			.sql("update " + this.table + " set result = ?, ended_at = ?, status = ?, code = ?, request_id = ?, "
					+ "detail = ? where " + this.subject + " = ? and number = ?")
			.param(end.result().name())
			.param(now.toEpochMilli())
			.param(end.status())
			.param(Columns.text(end.code(), 64))
			.param(Columns.text(end.requestId(), 64))
			.param(Columns.text(end.reason()))
			.param(id)
			.param(number)
			.update();
	}

	/**
	 * Note something that is no call, such as what an operator decided.
	 */
	public void note(String id, Enum<?> result, String node, String reason, Instant now) {
		insert(id, result.name(), node, now, now, reason);
	}

	/**
	 * The greatest number may be that of a snapshot, which is as old as the transaction:
	 * an insert shows what was committed since.
	 */
	private int insert(String id, String result, String node, Instant startedAt, @Nullable Instant endedAt,
			@Nullable String detail) {
		int first = this.client
			.sql("select coalesce(max(number), 0) + 1 from " + this.table + " where " + this.subject + " = ?")
			.param(id)
			.query(Integer.class)
			.single();
		return IntStream.iterate(first, (number) -> number + 1)
			.filter((number) -> PlannedRows.insert(this.template,
					() -> insert(id, number, result, node, startedAt, endedAt, detail)))
			.findFirst()
			.orElseThrow();
	}

	private void insert(String id, int number, String result, String node, Instant startedAt, @Nullable Instant endedAt,
			@Nullable String detail) {
		this.client
			.sql("insert into " + this.table + " (" + this.subject
					+ ", number, result, node, started_at, ended_at, detail) values (?, ?, ?, ?, ?, ?, ?)")
			.param(id)
			.param(number)
			.param(result)
			.param(node)
			.param(startedAt.toEpochMilli())
			.param(Columns.millis(endedAt))
			.param(Columns.text(detail))
			.update();
	}

	public List<T> list(String id) {
		return this.client
			.sql("select number, result, node, started_at, ended_at, status, code, request_id, detail from "
					+ this.table + " where " + this.subject + " = ? order by number")
			.param(id)
			.query(this.entries)
			.list();
	}

}
