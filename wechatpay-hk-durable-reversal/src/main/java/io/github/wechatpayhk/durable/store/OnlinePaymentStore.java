package io.github.wechatpayhk.durable.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

import javax.sql.DataSource;

import io.github.wechatpayhk.durable.OnlinePayment;
import io.github.wechatpayhk.durable.OnlinePaymentAttempt;
import io.github.wechatpayhk.durable.ReversalBacklog;
import io.github.wechatpayhk.merchant.ShopIds;
import io.github.wechatpayhk.order.CurrencyCode;
import io.github.wechatpayhk.order.OrderAmount;
import io.github.wechatpayhk.order.PlaceOrderRequest;
import io.github.wechatpayhk.order.TradeType;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The table of online payments. Callers that write are in a transaction.
 *
 * @since 0.1.0
 */
public final class OnlinePaymentStore {

	private static final String TABLE = "wechatpay_hk_online_payment";

	private static final String SELECT = "select id, merchant, signer, out_trade_no, mchid, appid, sp_mchid, sp_appid, "
			+ "sub_mchid, sub_appid, trade_type, amount_total, amount_currency, request, fingerprint, transaction_id, "
			+ "state, reason, placed_at, sent_at, expires_at, changed_at, ended_at, queries, step, waited_millis, "
			+ "refunds, refunded, refunds_sent_until from " + TABLE;

	private final QueriedStore<OnlinePaymentRow> rows;

	private final AttemptStore<OnlinePaymentAttempt> attempts;

	private final JdbcClient client;

	public OnlinePaymentStore(DataSource dataSource) {
		this.rows = new QueriedStore<>(dataSource,
				new QueriedStore.Table(TABLE, SELECT, "out_trade_no", "transaction_id", "placed_at"), this::row,
				Standing::onlinePayment);
		this.attempts = AttemptStore.ofOnlinePayments(dataSource);
		this.client = JdbcClient.create(dataSource);
	}

	/**
	 * Return what this table has in common with that of refunds.
	 */
	public QueriedStore<OnlinePaymentRow> rows() {
		return this.rows;
	}

	/**
	 * Return the audit trails.
	 */
	public AttemptStore<OnlinePaymentAttempt> attempts() {
		return this.attempts;
	}

	/**
	 * Store a payment, unless there is one with its number.
	 * @return whether it was stored
	 */
	public boolean insert(OnlinePayment payment, PlaceOrderRequest request, String fingerprint) {
		return this.rows.rows().insert(() -> insertRow(payment, request, fingerprint));
	}

	private void insertRow(OnlinePayment payment, PlaceOrderRequest request, String fingerprint) {
		ShopIds ids = payment.ids();
		this.client
			.sql("insert into " + TABLE + " (id, merchant, signer, out_trade_no, mchid, appid, sp_mchid, sp_appid, "
					+ "sub_mchid, sub_appid, trade_type, amount_total, amount_currency, request, fingerprint, state, "
					+ "placed_at, expires_at, changed_at, queries, step, waited_millis, refunds, refunded) "
					+ "values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0, 0)")
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
			.param(JsonMapper.shared().writeValueAsString(request))
			.param(fingerprint)
			.param(payment.state().name())
			.param(payment.placedAt().toEpochMilli())
			.param(payment.expiresAt().toEpochMilli())
			.param(payment.changedAt().toEpochMilli())
			.update();
	}

	/**
	 * Note that the order is about to be sent. Its queries begin anew.
	 */
	public void send(String id, Instant now) {
		this.client.sql("update " + TABLE + " set sent_at = ?, changed_at = ?, queries = 0 where id = ?")
			.param(now.toEpochMilli())
			.param(now.toEpochMilli())
			.param(id)
			.update();
	}

	/**
	 * Let a payment that is locked expire now, unless it has expired before.
	 */
	public void expire(String id, Instant now) {
		this.client.sql("update " + TABLE + " set expires_at = ?, changed_at = ? where id = ? and expires_at > ?")
			.param(now.toEpochMilli())
			.param(now.toEpochMilli())
			.param(id)
			.param(now.toEpochMilli())
			.update();
	}

	/**
	 * Note a refund of a payment that is locked.
	 */
	public void setRefunds(String id, RefundedSum refunds) {
		this.client.sql("update " + TABLE + " set refunds = ?, refunded = ?, refunds_sent_until = ? where id = ?")
			.param(refunds.number())
			.param(refunds.amount())
			.param(Columns.millis(refunds.sentUntil()))
			.param(id)
			.update();
	}

	/**
	 * Note that a refund gives more money back, or less, than was noted before.
	 */
	public void addRefunded(String id, long amount) {
		this.client.sql("update " + TABLE + " set refunded = refunded + ? where id = ?")
			.param(amount)
			.param(id)
			.update();
	}

	public ReversalBacklog.Unfinished unfinished() {
		return this.rows.unfinished("expires_at");
	}

	/**
	 * Delete payments that ended long ago. One with refunds is kept as long as these.
	 */
	public int deleteEndedBefore(Instant time, int limit) {
		return this.rows.rows()
			.deleteEndedBefore(time, limit,
					" and not exists (select 1 from wechatpay_hk_refund where payment_id = " + TABLE + ".id)");
	}

	private OnlinePaymentRow row(ResultSet result, int number) throws SQLException {
		ShopIds ids = Columns.shopIds(result);
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
				(request != null) ? JsonMapper.shared().readValue(request, PlaceOrderRequest.class) : null,
				result.getString("fingerprint"), Progress.of(result), new RefundedSum(result.getInt("refunds"),
						result.getLong("refunded"), Columns.instant(result, "refunds_sent_until")));
	}

}
