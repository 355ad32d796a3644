package io.github.wechatpayhk.durable.reconciliation;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.github.wechatpayhk.durable.store.Columns;
import io.github.wechatpayhk.durable.store.OrderKey;
import io.github.wechatpayhk.order.CurrencyCode;
import io.github.wechatpayhk.order.OrderAmount;
import io.github.wechatpayhk.reconciliation.LedgerEntry;
import io.github.wechatpayhk.signature.ResponseVerifier;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The tables of reversals, payments and refunds, read as the books of a merchant. Each
 * order has one row: that of its reversal, which knows the last state, or else that of
 * its payment. Each refund of an online payment has a row of its own. What an operator
 * settled, and what WeChat Pay refused to reverse, says nothing that a statement could
 * confirm.
 */
final class LedgerStore {

	private static final int PAGE = 1000;

	private static final String REVERSED = "r.state in ('REVERSED', 'NOTHING_TO_REVERSE')";

	/**
	 * A reversal that is not refused knows more of the order than its payment.
	 */
	private static final String PAID = "%1$s.state in ('PAID', 'REVERSED_OR_CLOSED', 'REFUNDED', 'CLOSED') "
			+ "and not exists (select 1 from wechatpay_hk_reversal other where other.signer = %1$s.signer "
			+ "and other.order_number = %1$s.out_trade_no and other.order_number_kind = 'OUT_TRADE_NO' "
			+ "and other.state <> 'REFUSED')";

	private static final String ENDED = "%1$s.signer = :signer and %1$s.ended_at >= :from and %1$s.ended_at < :to";

	private static final String ENDED_BEFORE = "%1$s.signer = :signer and %1$s.ended_at < :from";

	private static final String UNCONFIRMED = " and %1$s.confirmed_at is null";

	private static final String NUMBERED = " and %1$s.%2$s in (:%3$s)";

	/**
	 * One that took longer, as an operator retried it, is not looked for: its row is in
	 * none of the statements that are read.
	 */
	private static final String REFUNDED = "f.state = 'SUCCESS' and f.ended_at - f.send_at <= "
			+ ReconciliationRun.REFUND_WINDOW.toMillis();

	private final JdbcClient client;

	LedgerStore(DataSource dataSource) {
		this.client = JdbcClient.create(dataSource);
	}

	private static String rows(String condition) {
		return "select 'wechatpay_hk_reversal' as table_name, r.id as id, r.order_number_kind as order_number_kind, "
				+ "r.order_number as order_number, "
				+ "case when p.state = 'PAID' or o.state = 'PAID' then 'REVERSED' else 'REVERSED_OR_CLOSED' end "
				+ "as state, coalesce(p.amount_total, o.amount_total) as amount_total, "
				+ "coalesce(p.amount_currency, o.amount_currency) as amount_currency, "
				+ "coalesce(p.opened_at, o.placed_at) as begun_at from wechatpay_hk_reversal r "
				+ "left join wechatpay_hk_payment_intent p on p.signer = r.signer "
				+ "and p.out_trade_no = r.order_number and r.order_number_kind = 'OUT_TRADE_NO' "
				+ "left join wechatpay_hk_online_payment o on o.signer = r.signer "
				+ "and o.out_trade_no = r.order_number and r.order_number_kind = 'OUT_TRADE_NO' where " + REVERSED
				+ " and " + condition.formatted("r", "order_number", "orders")
				+ payments("wechatpay_hk_payment_intent", "opened_at", condition)
				+ payments("wechatpay_hk_online_payment", "placed_at", condition)
				+ " union all select 'wechatpay_hk_refund', f.id, 'OUT_TRADE_NO', f.out_refund_no, 'REFUNDED', "
				+ "f.amount_refund, f.amount_currency, f.send_at from wechatpay_hk_refund f where " + REFUNDED + " and "
				+ condition.formatted("f", "out_refund_no", "refunds");
	}

	private static String payments(String table, String begun, String condition) {
		return " union all select '" + table
				+ "', p.id, 'OUT_TRADE_NO', p.out_trade_no, case when p.state in ('PAID', 'REFUNDED') "
				+ "then p.state else 'REVERSED_OR_CLOSED' end, p.amount_total, p.amount_currency, p." + begun + " from "
				+ table + " p where " + PAID.formatted("p") + " and "
				+ condition.formatted("p", "out_trade_no", "orders");
	}

	/**
	 * List what ended on a day, page by page.
	 * @param after the last id of the page before, empty for the first one
	 */
	List<LedgerRow> ended(ReconciledPeriod period, String after) {
		return this.client.sql("select * from (" + rows(ENDED) + ") ledger where id > :after order by id limit " + PAGE)
			.param("signer", period.signer())
			.param("from", period.from())
			.param("to", period.to())
			.param("after", after)
			.query(LedgerStore::row)
			.list();
	}

	/**
	 * List what ended so late on a day that it may be in the statement of the next one.
	 */
	List<LedgerRow> endedLate(ReconciledPeriod period) {
		return late(ENDED, period);
	}

	/**
	 * List what ended so late on a day, and must be in the statement of the next one if
	 * it is in none before.
	 */
	List<LedgerRow> endedLateUnconfirmed(ReconciledPeriod period) {
		return late(ENDED + UNCONFIRMED, period).stream()
			.filter((row) -> row.state() != LedgerEntry.State.REVERSED_OR_CLOSED)
			.toList();
	}

	private List<LedgerRow> late(String condition, ReconciledPeriod period) {
		return this.client.sql(rows(condition))
			.param("signer", period.signer())
			.param("from", period.lateFrom())
			.param("to", period.to())
			.query(LedgerStore::row)
			.list();
	}

	/**
	 * Return when the first payment of what ended until the end of a day can have been
	 * made, or its first refund accepted, at the earliest by any clock.
	 * @param since from when on it ended
	 * @param unknown the time of an order whose payment is not stored here
	 */
	Instant begun(ReconciledPeriod period, long since, Instant unknown) {
		Instant from = Instant.ofEpochMilli(period.from());
		Begun orders = begun(period, since, "<>");
		Instant paid = orders.areAllKnown() ? later(orders.first(from), unknown) : unknown;
		Instant refunded = begun(period, since, "=").first(from);
		return refunded.isBefore(paid) ? refunded : paid;
	}

	private static Instant later(Instant time, Instant other) {
		return time.isBefore(other) ? other : time;
	}

	private Begun begun(ReconciledPeriod period, long since, String isRefund) {
		return this.client
			.sql("select count(*) as number, count(begun_at) as known, min(begun_at) as begun_at from (" + rows(ENDED)
					+ ") ledger where table_name " + isRefund + " 'wechatpay_hk_refund'")
			.param("signer", period.signer())
			.param("from", since)
			.param("to", period.to())
			.query((result, number) -> new Begun(result.getLong("number") == result.getLong("known"),
					Columns.instant(result, "begun_at")))
			.single();
	}

	/**
	 * List what ended on a day, of some orders and refunds.
	 */
	List<LedgerRow> ended(ReconciledPeriod period, StatementNumbers numbers) {
		return numbered(ENDED, period, numbers);
	}

	/**
	 * List what ended before a day. What ended after it is compared on its own day, as it
	 * may have ended when the statement of this one was written already.
	 */
	List<LedgerRow> endedBefore(ReconciledPeriod period, StatementNumbers numbers) {
		return numbered(ENDED_BEFORE, period, numbers);
	}

	private List<LedgerRow> numbered(String condition, ReconciledPeriod period, StatementNumbers numbers) {
		if (numbers.isEmpty()) {
			return List.of();
		}
		return this.client.sql(rows(condition + NUMBERED))
			.param("signer", period.signer())
			.param("from", period.from())
			.param("to", period.to())
			.param("orders", listed(numbers.orders()))
			.param("refunds", listed(numbers.refunds()))
			.query(LedgerStore::row)
			.list();
	}

	/**
	 * SQL knows no empty list, and no number is empty.
	 */
	private static Set<String> listed(Set<String> numbers) {
		return numbers.isEmpty() ? Set.of("") : numbers;
	}

	/**
	 * Return when something of a merchant ended first.
	 */
	Optional<Instant> firstEnded(String signer, Instant from, Instant to) {
		String sql = Stream.of(Table.values())
			.map((table) -> "select min(e.ended_at) as ended_at from " + table.name + " e where "
					+ ENDED.formatted("e"))
			.collect(Collectors.joining(" union all "));
		return this.client.sql("select min(ended_at) as ended_at from (" + sql + ") ended")
			.param("signer", signer)
			.param("from", from.toEpochMilli())
			.param("to", to.toEpochMilli())
			.query((result, number) -> Optional.ofNullable(Columns.instant(result, "ended_at")))
			.single();
	}

	/**
	 * List WeChat Pay's numbers of the orders that were reversed by them on a day.
	 */
	List<String> transactionIds(ReconciledPeriod period) {
		return this.client
			.sql("select r.order_number from wechatpay_hk_reversal r where r.order_number_kind = 'TRANSACTION_ID' and "
					+ REVERSED + " and " + ENDED.formatted("r"))
			.param("signer", period.signer())
			.param("from", period.from())
			.param("to", period.to())
			.query(Columns::id)
			.list();
	}

	/**
	 * Return whether an order is stored here, whatever became of it.
	 */
	boolean isKnown(String signer, String outTradeNo, @Nullable String transactionId) {
		return Stream.of(Table.values())
			.filter((table) -> table.kind == LedgerEntry.Kind.PAYMENT)
			.anyMatch((table) -> isKnown(table, signer, outTradeNo))
				|| (transactionId != null && isKnown(Table.REVERSAL, signer, transactionId));
	}

	/**
	 * Return whether a refund is stored here as one that failed before the end of a day.
	 */
	boolean isFailedRefund(ReconciledPeriod period, String outRefundNo) {
		return this.client
			.sql("select count(*) from wechatpay_hk_refund where signer = ? and out_refund_no = ? "
					+ "and state = 'CLOSED' and ended_at < ?")
			.param(period.signer())
			.param(outRefundNo)
			.param(period.to())
			.query(Integer.class)
			.single() > 0;
	}

	/**
	 * Return whether a refund should be stored here, as its order is an online payment,
	 * and is not.
	 * @param transactionId WeChat Pay's number of the order
	 */
	boolean isUnknownRefund(ReconciledPeriod period, String outRefundNo, @Nullable String transactionId) {
		return transactionId != null && this.client
			.sql("select count(*) from wechatpay_hk_online_payment o where o.signer = :signer "
					+ "and o.transaction_id = :transaction and not exists (select 1 from wechatpay_hk_refund f "
					+ "where f.signer = o.signer and f.out_refund_no = :refund)")
			.param("signer", period.signer())
			.param("transaction", transactionId)
			.param("refund", outRefundNo)
			.query(Integer.class)
			.single() > 0;
	}

	private boolean isKnown(Table table, String signer, String number) {
		return this.client.sql("select count(*) from " + table.name + " where signer = ? and " + table.number + " = ?")
			.param(signer)
			.param(number)
			.query(Integer.class)
			.single() > 0;
	}

	/**
	 * List the names of the merchants that have something stored here.
	 */
	List<String> merchants() {
		return this.client
			.sql(Stream.of(Table.values())
				.map((table) -> "select merchant from " + table.name + " where merchant is not null")
				.collect(Collectors.joining(" union ", "", " order by merchant")))
			.query(Columns::id)
			.list();
	}

	/**
	 * Mark rows as confirmed.
	 * @param table their table
	 */
	void confirm(String table, Collection<String> ids, Instant now) {
		this.client.sql("update " + table + " set confirmed_at = :now where id in (:ids)")
			.param("now", now.toEpochMilli())
			.param("ids", ids)
			.update();
	}

	/**
	 * Unmark what a statement contradicts.
	 */
	void contradict(String signer, LedgerKey key) {
		Stream.of(Table.values())
			.filter((table) -> table.kind == key.kind())
			.forEach((table) -> this.client
				.sql("update " + table.name + " set confirmed_at = null where signer = ? and " + table.number + " = ?")
				.param(signer)
				.param(key.number())
				.update());
	}

	private static LedgerRow row(ResultSet result, int number) throws SQLException {
		OrderKey key = new OrderKey(OrderKey.Kind.valueOf(result.getString("order_number_kind")),
				result.getString("order_number"));
		String currency = result.getString("amount_currency");
		return new LedgerRow(result.getString("table_name"), result.getString("id"), key,
				LedgerEntry.State.valueOf(result.getString("state")), (currency != null)
						? new OrderAmount(result.getLong("amount_total"), new CurrencyCode(currency)) : null);
	}

	/**
	 * Where the books are.
	 */
	private enum Table {

		REVERSAL("wechatpay_hk_reversal", "order_number", LedgerEntry.Kind.PAYMENT),

		PAYMENT("wechatpay_hk_payment_intent", "out_trade_no", LedgerEntry.Kind.PAYMENT),

		ONLINE_PAYMENT("wechatpay_hk_online_payment", "out_trade_no", LedgerEntry.Kind.PAYMENT),

		REFUND("wechatpay_hk_refund", "out_refund_no", LedgerEntry.Kind.REFUND);

		private final String name;

		private final String number;

		private final LedgerEntry.Kind kind;

		Table(String name, String number, LedgerEntry.Kind kind) {
			this.name = name;
			this.number = number;
			this.kind = kind;
		}

	}

	/**
	 * When something began.
	 *
	 * @param areAllKnown whether that is known of all
	 * @param first the first of the known times
	 */
	private record Begun(boolean areAllKnown, @Nullable Instant first) {

		Instant first(Instant latest) {
			Instant earliest = (this.first != null) ? this.first.minus(ResponseVerifier.ACCEPTED_CLOCK_SKEW) : latest;
			return earliest.isBefore(latest) ? earliest : latest;
		}

	}

}
