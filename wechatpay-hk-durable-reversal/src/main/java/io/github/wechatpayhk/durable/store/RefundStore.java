package io.github.wechatpayhk.durable.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

import javax.sql.DataSource;

import io.github.wechatpayhk.durable.DurableRefund;
import io.github.wechatpayhk.durable.OnlinePaymentAttempt;
import io.github.wechatpayhk.durable.ReversalBacklog;
import io.github.wechatpayhk.merchant.ShopIds;
import io.github.wechatpayhk.order.CurrencyCode;
import io.github.wechatpayhk.refund.RefundAmount;
import io.github.wechatpayhk.refund.RefundRequest;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The table of refunds. Callers that write are in a transaction.
 *
 * @since 0.1.0
 */
public final class RefundStore {

	private static final String TABLE = "wechatpay_hk_refund";

	private static final String SELECT = "select id, payment_id, merchant, signer, out_trade_no, out_refund_no, mchid, "
			+ "appid, sp_mchid, sp_appid, sub_mchid, sub_appid, amount_refund, amount_total, amount_currency, request, "
			+ "fingerprint, refund_id, state, reason, requested_at, send_at, changed_at, ended_at, queries, step, "
			+ "waited_millis from " + TABLE;

	private final QueriedStore<RefundRow> rows;

	private final AttemptStore<OnlinePaymentAttempt> attempts;

	private final JdbcClient client;

	public RefundStore(DataSource dataSource) {
		this.rows = new QueriedStore<>(dataSource,
				new QueriedStore.Table(TABLE, SELECT, "out_refund_no", "refund_id", "requested_at"), this::row,
				Standing::refund);
		this.attempts = AttemptStore.ofRefunds(dataSource);
		this.client = JdbcClient.create(dataSource);
	}

	/**
	 * Return what this table has in common with that of online payments.
	 */
	public QueriedStore<RefundRow> rows() {
		return this.rows;
	}

	/**
	 * Return the audit trails.
	 */
	public AttemptStore<OnlinePaymentAttempt> attempts() {
		return this.attempts;
	}

	/**
	 * Store a refund, unless there is one with its number.
	 * @return whether it was stored
	 */
	public boolean insert(DurableRefund refund, RefundRequest request, String fingerprint) {
		return this.rows.rows().insert(() -> insertRow(refund, request, fingerprint));
	}

	private void insertRow(DurableRefund refund, RefundRequest request, String fingerprint) {
		ShopIds ids = refund.ids();
		this.client
			.sql("insert into " + TABLE + " (id, payment_id, merchant, signer, out_trade_no, out_refund_no, mchid, "
					+ "appid, sp_mchid, sp_appid, sub_mchid, sub_appid, amount_refund, amount_total, amount_currency, "
					+ "request, fingerprint, state, requested_at, send_at, changed_at, queries, step, waited_millis) "
					+ "values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0)")
			.param(refund.id())
			.param(refund.paymentId())
			.param(refund.merchant())
			.param(refund.signer())
			.param(refund.outTradeNo())
			.param(refund.outRefundNo())
			.param(ids.mchid())
			.param(ids.appid())
			.param(ids.spMchid())
			.param(ids.spAppid())
			.param(ids.subMchid())
			.param(ids.subAppid())
			.param(refund.amount().refund())
			.param(refund.amount().total())
			.param(refund.amount().currency().value())
			.param(JsonMapper.shared().writeValueAsString(request))
			.param(fingerprint)
			.param(refund.state().name())
			.param(refund.requestedAt().toEpochMilli())
			.param(refund.sendAt().toEpochMilli())
			.param(refund.changedAt().toEpochMilli())
			.update();
	}

	/**
	 * Count what has no end. The bank may take days for what WeChat Pay has accepted.
	 */
	public ReversalBacklog.Unfinished unfinished() {
		return this.rows.unfinished("case when queries = 0 or state = 'REQUIRES_ACTION' then send_at end");
	}

	private RefundRow row(ResultSet result, int number) throws SQLException {
		RefundAmount amount = new RefundAmount(result.getLong("amount_refund"), result.getLong("amount_total"),
				new CurrencyCode(result.getString("amount_currency")));
		DurableRefund refund = new DurableRefund(result.getString("id"), result.getString("merchant"),
				result.getString("signer"), Columns.shopIds(result), result.getString("payment_id"),
				result.getString("out_trade_no"), result.getString("out_refund_no"), amount,
				result.getString("refund_id"), DurableRefund.State.valueOf(result.getString("state")),
				result.getString("reason"), Instant.ofEpochMilli(result.getLong("requested_at")),
				Instant.ofEpochMilli(result.getLong("send_at")), Instant.ofEpochMilli(result.getLong("changed_at")),
				Columns.instant(result, "ended_at"));
		String request = result.getString("request");
		return new RefundRow(refund,
				(request != null) ? JsonMapper.shared().readValue(request, RefundRequest.class) : null,
				result.getString("fingerprint"), Progress.of(result));
	}

}
