package io.github.wechatpayhk.durable.store;

import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import javax.sql.DataSource;

import io.github.wechatpayhk.durable.DurableReversal;
import io.github.wechatpayhk.durable.ReversalState;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.order.ReverseOrderRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The table of scheduled reversals. Callers that write are in a transaction.
 *
 * @since 0.1.0
 */
public final class ReversalStore {

	private static final String SELECT = "select id, merchant, signer, order_number_kind, order_number, mchid, "
			+ "sp_mchid, sub_mchid, base_url, deadline_millis, state, reason, scheduled_at, changed_at, "
			+ "next_attempt_at, ended_at, schedulings, attempts, step, waited_millis from wechatpay_hk_reversal";

	private final PlannedRows rows;

	private final JdbcClient client;

	public ReversalStore(DataSource dataSource) {
		this.rows = new PlannedRows(dataSource, "wechatpay_hk_reversal", ReversalState.WAITING);
		this.client = JdbcClient.create(dataSource);
	}

	/**
	 * Return what this table has in common with others.
	 */
	public PlannedRows rows() {
		return this.rows;
	}

	/**
	 * Store a scheduled reversal, unless its order has one.
	 * @return whether it is new
	 */
	public boolean insert(DurableReversal reversal) {
		return this.rows.insert(() -> insertRow(reversal));
	}

	private void insertRow(DurableReversal reversal) {
		OrderKey key = OrderKey.of(reversal.request());
		MerchantIds ids = reversal.request().merchantIds();
		URI baseUrl = reversal.request().options().baseUrl();
		Duration deadline = reversal.request().options().deadline();
		this.client
			.sql("insert into wechatpay_hk_reversal (id, merchant, signer, order_number_kind, order_number, mchid, "
					+ "sp_mchid, sub_mchid, base_url, deadline_millis, state, scheduled_at, changed_at, "
					+ "next_attempt_at, schedulings, attempts, step, waited_millis) "
					+ "values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, 0, 0, 0)")
			.param(reversal.id())
			.param(reversal.merchant())
			.param(reversal.signer())
			.param(key.kind().name())
			.param(key.number())
			.param(ids.mchid())
			.param(ids.spMchid())
			.param(ids.subMchid())
			.param((baseUrl != null) ? baseUrl.toString() : null)
			.param((deadline != null) ? deadline.toMillis() : null)
			.param(reversal.state().name())
			.param(reversal.scheduledAt().toEpochMilli())
			.param(reversal.changedAt().toEpochMilli())
			.param(Columns.millis(reversal.nextAttemptAt()))
			.update();
	}

	public Optional<ReversalRow> find(String id) {
		return this.client.sql(SELECT + " where id = ?").param(id).query(ReversalStore::row).optional();
	}

	/**
	 * Find a scheduled reversal as it was committed last, and keep it from changing until
	 * the end of the transaction.
	 */
	public Optional<ReversalRow> lock(String id) {
		return this.client.sql(SELECT + " where id = ? for update").param(id).query(ReversalStore::row).optional();
	}

	public Optional<ReversalRow> find(OrderKey key, String signer, boolean isLocking) {
		return this.client
			.sql(SELECT + " where order_number = ? and order_number_kind = ? and signer = ?"
					+ (isLocking ? " for update" : ""))
			.param(key.number())
			.param(key.kind().name())
			.param(signer)
			.query(ReversalStore::row)
			.optional();
	}

	public List<ReversalRow> findByOrder(String number) {
		return this.client.sql(SELECT + " where order_number = ? order by scheduled_at desc")
			.param(number)
			.query(ReversalStore::row)
			.list();
	}

	public List<ReversalRow> list(@Nullable ReversalState state, int offset, int limit) {
		String page = " order by scheduled_at desc, id limit " + limit + " offset " + offset;
		return (state != null) ? this.client.sql(SELECT + " where state = ?" + page)
			.param(state.name())
			.query(ReversalStore::row)
			.list() : this.client.sql(SELECT + page).query(ReversalStore::row).list();
	}

	/**
	 * List the scheduled reversals that were written later than it is now, as the clock
	 * was set back since.
	 */
	public List<ReversalRow> listWrittenAfter(Instant time, int limit) {
		return this.client.sql(SELECT + " where state = 'WAITING' and changed_at > ? limit " + limit)
			.param(time.toEpochMilli())
			.query(ReversalStore::row)
			.list();
	}

	public void countAttempt(String id) {
		this.client.sql("update wechatpay_hk_reversal set attempts = attempts + 1 where id = ?").param(id).update();
	}

	/**
	 * Plan the next attempt.
	 * @return whether the scheduled reversal was still waiting
	 */
	public boolean plan(ReversalRow row, @Nullable String reason, Instant now, Instant next) {
		return this.client
			.sql("update wechatpay_hk_reversal set reason = ?, changed_at = ?, next_attempt_at = ?, step = ?, "
					+ "waited_millis = ? where id = ? and state = 'WAITING'")
			.param(Columns.text(reason))
			.param(now.toEpochMilli())
			.param(next.toEpochMilli())
			.param(row.step())
			.param(row.waited().toMillis())
			.param(row.reversal().id())
			.update() == 1;
	}

	/**
	 * Move a scheduled reversal on. The database decides who does it: of several that
	 * try, one.
	 * @return whether the scheduled reversal was in the state that it is moved from
	 */
	public boolean move(String id, ReversalState from, ReversalState to, @Nullable String reason, Instant now) {
		return this.client
			.sql("update wechatpay_hk_reversal set state = ?, reason = ?, changed_at = ?, next_attempt_at = ?, "
					+ "ended_at = ?, step = 0, waited_millis = 0 where id = ? and state = ?")
			.param(to.name())
			.param(Columns.text(reason))
			.param(now.toEpochMilli())
			.param((to == ReversalState.WAITING) ? now.toEpochMilli() : null)
			.param(to.isTerminal() ? now.toEpochMilli() : null)
			.param(id)
			.param(from.name())
			.update() == 1;
	}

	/**
	 * Begin the time of a scheduled reversal anew that waits. Its age stays.
	 */
	public void scheduleAgain(String id, DurableReversal anew) {
		this.client
			.sql("update wechatpay_hk_reversal set changed_at = ?, next_attempt_at = ?, "
					+ "schedulings = schedulings + 1, step = 0, waited_millis = 0 where id = ?")
			.param(anew.changedAt().toEpochMilli())
			.param(Columns.millis(anew.nextAttemptAt()))
			.param(id)
			.update();
	}

	/**
	 * Begin a scheduled reversal anew that has ended. Its number of attempts stays.
	 */
	public void reopen(String id, String reason, DurableReversal anew) {
		this.client
			.sql("update wechatpay_hk_reversal set state = ?, reason = ?, scheduled_at = ?, changed_at = ?, "
					+ "next_attempt_at = ?, ended_at = null, schedulings = schedulings + 1, step = 0, "
					+ "waited_millis = 0 where id = ?")
			.param(anew.state().name())
			.param(reason)
			.param(anew.scheduledAt().toEpochMilli())
			.param(anew.changedAt().toEpochMilli())
			.param(Columns.millis(anew.nextAttemptAt()))
			.param(id)
			.update();
	}

	public Map<ReversalState, Long> counts() {
		Map<ReversalState, Long> counts = new EnumMap<>(ReversalState.class);
		for (ReversalState state : ReversalState.values()) {
			counts.put(state, 0L);
		}
		this.client.sql("select state, count(*) as number from wechatpay_hk_reversal group by state")
			.query((result) -> {
				counts.put(ReversalState.valueOf(result.getString("state")), result.getLong("number"));
			});
		return counts;
	}

	/**
	 * Sum up what is open, along an index that leaves out what has ended.
	 */
	public OpenRows open(ReversalState state) {
		return this.rows.open(state, "scheduled_at");
	}

	private static ReversalRow row(ResultSet result, int number) throws SQLException {
		OrderKey key = new OrderKey(OrderKey.Kind.valueOf(result.getString("order_number_kind")),
				result.getString("order_number"));
		DurableReversal reversal = new DurableReversal(result.getString("id"), result.getString("merchant"),
				result.getString("signer"), request(key, result), ReversalState.valueOf(result.getString("state")),
				result.getString("reason"), result.getInt("attempts"),
				Instant.ofEpochMilli(result.getLong("scheduled_at")),
				Instant.ofEpochMilli(result.getLong("changed_at")), Columns.instant(result, "next_attempt_at"),
				Columns.instant(result, "ended_at"));
		return new ReversalRow(reversal, result.getInt("step"), Duration.ofMillis(result.getLong("waited_millis")),
				result.getInt("schedulings"));
	}

	private static ReverseOrderRequest request(OrderKey key, ResultSet result) throws SQLException {
		MerchantIds ids = new MerchantIds(result.getString("mchid"), result.getString("sp_mchid"),
				result.getString("sub_mchid"));
		String baseUrl = result.getString("base_url");
		long deadline = result.getLong("deadline_millis");
		ReverseOrderRequest request = key.request(ids);
		request = (baseUrl != null) ? request.withBaseUrl(URI.create(baseUrl)) : request;
		return (deadline > 0) ? request.withDeadline(Duration.ofMillis(deadline)) : request;
	}

}
