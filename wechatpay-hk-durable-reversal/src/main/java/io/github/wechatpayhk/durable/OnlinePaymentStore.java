package io.github.wechatpayhk.durable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import javax.sql.DataSource;

import io.github.wechatpayhk.merchant.ShopIds;
import io.github.wechatpayhk.order.CurrencyCode;
import io.github.wechatpayhk.order.OrderAmount;
import io.github.wechatpayhk.order.PlaceOrderRequest;
import io.github.wechatpayhk.order.TradeType;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The table of online payments. Callers that write are in a transaction.
 */
final class OnlinePaymentStore {

	private static final String TABLE = "wechatpay_hk_online_payment";

	private static final String SELECT = "select id, merchant, signer, out_trade_no, mchid, appid, sp_mchid, sp_appid, "
			+ "sub_mchid, sub_appid, trade_type, amount_total, amount_currency, request, fingerprint, transaction_id, "
			+ "state, reason, placed_at, sent_at, expires_at, changed_at, ended_at, queries, step, waited_millis from "
			+ TABLE;

	private final JsonMapper json = new JsonMapper();

	private final PlannedRows rows;

	private final JdbcClient client;

	OnlinePaymentStore(DataSource dataSource) {
		this.rows = new PlannedRows(dataSource, TABLE, OnlinePayment.State.OPEN);
		this.client = JdbcClient.create(dataSource);
	}

	/**
	 * Return what this table has in common with others.
	 */
	PlannedRows rows() {
		return this.rows;
	}

	/**
	 * Store a payment, unless there is one with its number.
	 * @return whether it was stored
	 */
	boolean insert(OnlinePayment payment, PlaceOrderRequest request, String fingerprint) {
		return this.rows.insert(() -> insertRow(payment, request, fingerprint));
	}

	private void insertRow(OnlinePayment payment, PlaceOrderRequest request, String fingerprint) {
		ShopIds ids = payment.ids();
		this.client
			.sql("insert into " + TABLE + " (id, merchant, signer, out_trade_no, mchid, appid, sp_mchid, sp_appid, "
					+ "sub_mchid, sub_appid, trade_type, amount_total, amount_currency, request, fingerprint, state, "
					+ "placed_at, expires_at, changed_at, queries, step, waited_millis) "
					+ "values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0)")
			.param(payment.id())
			.param(payment.merchant())
			.param(payment.signer())
			.param(payment.outTradeNo())
			.param(ids.mchid())
			.param(ids.appid())
			.param(ids.spMchid())
			.param(ids.spAppid())
			.param(ids.subMchid())
			.param(ids.subAppid())
			.param(payment.tradeType().value())
			.param(payment.amount().total())
			.param(payment.amount().currency().value())
			.param(this.json.writeValueAsString(request))
			.param(fingerprint)
			.param(payment.state().name())
			.param(payment.placedAt().toEpochMilli())
			.param(payment.expiresAt().toEpochMilli())
			.param(payment.changedAt().toEpochMilli())
			.update();
	}

	Optional<OnlinePaymentRow> find(String id) {
		return this.client.sql(SELECT + " where id = ?").param(id).query(this::row).optional();
	}

	Optional<OnlinePaymentRow> lock(String id) {
		return this.client.sql(SELECT + " where id = ? for update").param(id).query(this::row).optional();
	}

	/**
	 * Find a payment by its number. Without a lock, as MySQL and MariaDB would lock the
	 * gap in which a payment that is not there can be stored.
	 */
	Optional<OnlinePaymentRow> find(String signer, String outTradeNo) {
		return this.client.sql(SELECT + " where signer = ? and out_trade_no = ?")
			.param(signer)
			.param(outTradeNo)
			.query(this::row)
			.optional();
	}

	Optional<OnlinePaymentRow> lock(String signer, String outTradeNo) {
		return this.client.sql(SELECT + " where signer = ? and out_trade_no = ? for update")
			.param(signer)
			.param(outTradeNo)
			.query(this::row)
			.optional();
	}

	List<OnlinePayment> findByOrder(String outTradeNo) {
		return payments(this.client.sql(SELECT + " where out_trade_no = ? order by placed_at desc, id")
			.param(outTradeNo)
			.query(this::row)
			.list());
	}

	List<OnlinePayment> list(OnlinePayment.@Nullable State state, int offset, int limit) {
		String page = " order by placed_at desc, id limit " + limit + " offset " + offset;
		return payments(((state != null) ? this.client.sql(SELECT + " where state = ?" + page).param(state.name())
				: this.client.sql(SELECT + page))
			.query(this::row)
			.list());
	}

	private static List<OnlinePayment> payments(List<OnlinePaymentRow> rows) {
		return rows.stream().map(OnlinePaymentRow::payment).toList();
	}

	/**
	 * List the open payments that were written later than it is now, as the clock was set
	 * back since.
	 */
	List<OnlinePaymentRow> listWrittenAfter(Instant time, int limit) {
		return this.client.sql(SELECT + " where state = 'OPEN' and changed_at > ? limit " + limit)
			.param(time.toEpochMilli())
			.query(this::row)
			.list();
	}

	/**
	 * Note that the order is about to be sent. Its queries begin anew.
	 */
	void send(String id, Instant now) {
		this.client.sql("update " + TABLE + " set sent_at = ?, changed_at = ?, queries = 0 where id = ?")
			.param(now.toEpochMilli())
			.param(now.toEpochMilli())
			.param(id)
			.update();
	}

	/**
	 * Note the next query of an open payment that is locked.
	 */
	void plan(OnlinePaymentRow row, @Nullable String reason, Instant now) {
		this.client
			.sql("update " + TABLE + " set reason = ?, changed_at = ?, queries = ?, step = ?, waited_millis = ? "
					+ "where id = ?")
			.param(Columns.text(reason))
			.param(now.toEpochMilli())
			.param(row.queries())
			.param(row.step())
			.param(row.waited().toMillis())
			.param(row.id())
			.update();
	}

	/**
	 * Move a payment on that is locked. In a terminal state nothing sends the order any
	 * more, so that no personal data stays.
	 */
	OnlinePayment move(OnlinePayment payment, OnlinePayment.State to, @Nullable String transactionId, String reason,
			Instant now) {
		this.client
			.sql("update " + TABLE + " set state = ?, transaction_id = coalesce(?, transaction_id), reason = ?, "
					+ "changed_at = ?, ended_at = ?, step = 0, waited_millis = 0"
					+ (to.isTerminal() ? ", request = null" : "") + " where id = ?")
			.param(to.name())
			.param(Columns.text(transactionId, 64))
			.param(Columns.text(reason))
			.param(now.toEpochMilli())
			.param(to.isTerminal() ? now.toEpochMilli() : null)
			.param(payment.id())
			.update();
		return find(payment.id()).map(OnlinePaymentRow::payment).orElse(payment);
	}

	private OnlinePaymentRow row(ResultSet result, int number) throws SQLException {
		ShopIds ids = new ShopIds(result.getString("mchid"), result.getString("appid"), result.getString("sp_mchid"),
				result.getString("sp_appid"), result.getString("sub_mchid"), result.getString("sub_appid"));
		OrderAmount amount = new OrderAmount(result.getLong("amount_total"),
				new CurrencyCode(result.getString("amount_currency")));
		OnlinePayment payment = new OnlinePayment(result.getString("id"), result.getString("merchant"),
				result.getString("signer"), ids, result.getString("out_trade_no"),
				new TradeType(result.getString("trade_type")), amount, result.getString("transaction_id"),
				OnlinePayment.State.valueOf(result.getString("state")), result.getString("reason"),
				Instant.ofEpochMilli(result.getLong("placed_at")), Columns.instant(result, "sent_at"),
				Instant.ofEpochMilli(result.getLong("expires_at")), Instant.ofEpochMilli(result.getLong("changed_at")),
				Columns.instant(result, "ended_at"));
		String request = result.getString("request");
		return new OnlinePaymentRow(payment,
				(request != null) ? this.json.readValue(request, PlaceOrderRequest.class) : null,
				result.getString("fingerprint"), result.getInt("queries"), result.getInt("step"),
				Duration.ofMillis(result.getLong("waited_millis")));
	}

}
