package io.github.wechatpayhk.durable.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import javax.sql.DataSource;

import io.github.wechatpayhk.durable.ReversalBacklog;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What the tables of online payments and of refunds have in common. Callers that write
 * are in a transaction.
 *
 * @param <R> a row
 * @since 0.1.0
 */
public final class QueriedStore<R extends QueriedRow> {

	private final Table table;

	private final RowMapper<R> mapper;

	private final Function<Standing, Enum<?>> states;

	private final PlannedRows rows;

	private final JdbcClient client;

	/**
	 * Name the table.
	 * @param dataSource the database
	 * @param table the table
	 * @param mapper reads a row
	 * @param states gives the state that users see
	 */
	public QueriedStore(DataSource dataSource, Table table, RowMapper<R> mapper, Function<Standing, Enum<?>> states) {
		this.table = table;
		this.mapper = mapper;
		this.states = states;
		this.rows = new PlannedRows(dataSource, table.name(), states.apply(Standing.OPEN));
		this.client = JdbcClient.create(dataSource);
	}

	/**
	 * Return what this table has in common with others.
	 */
	public PlannedRows rows() {
		return this.rows;
	}

	public Optional<R> find(String id) {
		return query(" where id = ?", id).stream().findFirst();
	}

	public Optional<R> lock(String id) {
		return query(" where id = ? for update", id).stream().findFirst();
	}

	/**
	 * Find a row by its number. Without a lock, as MySQL and MariaDB would lock the gap
	 * in which a row that is not there can be stored.
	 */
	public Optional<R> find(String signer, String number) {
		return query(byNumber(), signer, number).stream().findFirst();
	}

	public Optional<R> lock(String signer, String number) {
		return query(byNumber() + " for update", signer, number).stream().findFirst();
	}

	private String byNumber() {
		return " where signer = ? and " + this.table.number() + " = ?";
	}

	/**
	 * List the rows with an order number, the latest first.
	 */
	public List<R> findByOrder(String outTradeNo) {
		return query(" where out_trade_no = ? order by " + this.table.beganAt() + " desc, id", outTradeNo);
	}

	public List<R> list(@Nullable Enum<?> state, int offset, int limit) {
		String page = " order by " + this.table.beganAt() + " desc, id limit " + limit + " offset " + offset;
		return (state != null) ? query(" where state = ?" + page, state.name()) : query(page);
	}

	/**
	 * List the open rows that were written later than it is now, as the clock was set
	 * back since.
	 */
	public List<R> listWrittenAfter(Instant time, int limit) {
		return query(" where state = 'OPEN' and changed_at > ? limit " + limit, time.toEpochMilli());
	}

	/**
	 * Count what has no end.
	 * @param lateFrom gives from when on a row is late
	 */
	public ReversalBacklog.Unfinished unfinished(String lateFrom) {
		OpenRows open = this.rows.open(this.states.apply(Standing.OPEN), lateFrom);
		OpenRows requiresAction = this.rows.open(this.states.apply(Standing.REQUIRES_ACTION), lateFrom);
		return new ReversalBacklog.Unfinished(open.number(), requiresAction.number(), open.oldest(requiresAction));
	}

	private List<R> query(String condition, Object... params) {
		return this.client.sql(this.table.select() + condition).params(params).query(this.mapper).list();
	}

	/**
	 * Note the next query of a row that is locked.
	 */
	public void plan(String id, Progress progress, @Nullable String reason, Instant now) {
		this.client
			.sql("update " + this.table.name() + " set reason = ?, changed_at = ?, queries = ?, step = ?, "
					+ "waited_millis = ? where id = ?")
			.param(Columns.text(reason))
			.param(now.toEpochMilli())
			.param(progress.queries())
			.param(progress.step())
			.param(progress.waited().toMillis())
			.param(id)
			.update();
	}

	/**
	 * Move a row on that is locked. In a terminal state nothing sends its request any
	 * more, so that no personal data stays.
	 * @param row the row
	 * @param to where it goes
	 * @param number WeChat Pay's number of it, if that was learned
	 */
	public R move(R row, Standing to, @Nullable String number, String reason, Instant now) {
		this.client
			.sql("update " + this.table.name() + " set state = ?, " + this.table.theirNumber() + " = coalesce(?, "
					+ this.table.theirNumber() + "), reason = ?, changed_at = ?, ended_at = ?, step = 0, "
					+ "waited_millis = 0" + (to.isTerminal() ? ", request = null" : "") + " where id = ?")
			.param(this.states.apply(to).name())
			.param(Columns.text(number, 64))
			.param(Columns.text(reason))
			.param(now.toEpochMilli())
			.param(to.isTerminal() ? now.toEpochMilli() : null)
			.param(row.id())
			.update();
		return find(row.id()).orElse(row);
	}

	/**
	 * A table.
	 *
	 * @param name its name
	 * @param select what selects a row, without a condition
	 * @param number the column of the merchant's number
	 * @param theirNumber the column of WeChat Pay's number
	 * @param beganAt the column that says when a row began
	 */
	public record Table(String name, String select, String number, String theirNumber, String beganAt) {
	}

}
