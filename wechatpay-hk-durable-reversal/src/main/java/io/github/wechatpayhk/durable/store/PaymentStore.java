package io.github.wechatpayhk.durable.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import javax.sql.DataSource;

import io.github.wechatpayhk.durable.DurablePayment;
import io.github.wechatpayhk.merchant.ShopIds;
import io.github.wechatpayhk.order.CurrencyCode;
import io.github.wechatpayhk.order.OrderAmount;
import io.github.wechatpayhk.quickpay.QuickPayIntent;
import io.github.wechatpayhk.quickpay.QuickPayIntent.GivenUp;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The table of in-store payments. Callers that write are in a transaction.
 *
 * @since 0.1.0
 */
public final class PaymentStore {

	private static final String SELECT = "select id, merchant, signer, out_trade_no, mchid, appid, sp_mchid, "
			+ "sp_appid, sub_mchid, sub_appid, amount_total, amount_currency, state, reason, given_up, opened_at, "
			+ "changed_at, ended_at, step, waited_millis from wechatpay_hk_payment_intent";

	private final PlannedRows rows;

	private final JdbcClient client;

	public PaymentStore(DataSource dataSource) {
		this.rows = new PlannedRows(dataSource, "wechatpay_hk_payment_intent", DurablePayment.State.OPEN);
		this.client = JdbcClient.create(dataSource);
	}

	/**
	 * Return what this table has in common with others.
	 */
	public PlannedRows rows() {
		return this.rows;
	}

	/**
	 * Store a payment, unless there is one with its number.
	 * @return whether it was stored
	 */
	public boolean insert(DurablePayment payment) {
		return this.rows.insert(() -> insertRow(payment));
	}

	private void insertRow(DurablePayment payment) {
		QuickPayIntent intent = payment.intent();
		ShopIds ids = intent.ids();
		this.client
			.sql("insert into wechatpay_hk_payment_intent (id, merchant, signer, out_trade_no, mchid, appid, sp_mchid, "
					+ "sp_appid, sub_mchid, sub_appid, amount_total, amount_currency, state, opened_at, changed_at, "
					+ "step, waited_millis) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0)")
			.param(payment.id())
			.param(payment.merchant())
			.param(payment.signer())
			.param(intent.outTradeNo())
			.param(ids.mchid())
			.param(ids.appid())
			.param(ids.spMchid())
			.param(ids.spAppid())
			.param(ids.subMchid())
			.param(ids.subAppid())
			.param(intent.amount().total())
			.param(intent.amount().currency().value())
			.param(payment.state().name())
			.param(intent.openedAt().toEpochMilli())
			.param(payment.changedAt().toEpochMilli())
			.update();
	}

	public Optional<PaymentRow> find(String id) {
		return this.client.sql(SELECT + " where id = ?").param(id).query(PaymentStore::row).optional();
	}

	public Optional<PaymentRow> lock(String id) {
		return this.client.sql(SELECT + " where id = ? for update").param(id).query(PaymentStore::row).optional();
	}

	public Optional<PaymentRow> lock(String signer, String outTradeNo) {
		return this.client.sql(SELECT + " where signer = ? and out_trade_no = ? for update")
			.param(signer)
			.param(outTradeNo)
			.query(PaymentStore::row)
			.optional();
	}

	public List<PaymentRow> listOpen(int limit) {
		return this.client
			.sql(SELECT + " where state in ('OPEN', 'NEEDS_ATTENTION') order by opened_at desc limit " + limit)
			.query(PaymentStore::row)
			.list();
	}

	/**
	 * List the open payments that were written later than it is now, as the clock was set
	 * back since.
	 */
	public List<PaymentRow> listWrittenAfter(Instant time, int limit) {
		return this.client.sql(SELECT + " where state = 'OPEN' and changed_at > ? limit " + limit)
			.param(time.toEpochMilli())
			.query(PaymentStore::row)
			.list();
	}

	/**
	 * Plan the next attempt to bring a payment to its end.
	 * @return whether the payment was still open
	 */
	public boolean plan(String id, int step, Duration waited, @Nullable String reason, Instant now) {
		return this.client
			.sql("update wechatpay_hk_payment_intent set reason = ?, changed_at = ?, step = ?, waited_millis = ? "
					+ "where id = ? and state = 'OPEN'")
			.param(Columns.text(reason))
			.param(now.toEpochMilli())
			.param(step)
			.param(waited.toMillis())
			.param(id)
			.update() == 1;
	}

	/**
	 * Note that the shop has given up a payment.
	 */
	public void giveUp(String id, GivenUp reason, Instant now) {
		this.client
			.sql("update wechatpay_hk_payment_intent set given_up = ?, changed_at = ? where id = ? "
					+ "and (given_up is null or given_up <> 'NUMBER_USED') and state in ('OPEN', 'NEEDS_ATTENTION')")
			.param(reason.name())
			.param(now.toEpochMilli())
			.param(id)
			.update();
	}

	/**
	 * Move a payment on. The database decides who does it: of several that try, one.
	 * @return whether the payment had not ended before
	 */
	public boolean move(String id, DurablePayment.State to, @Nullable String reason, Instant now) {
		return this.client
			.sql("update wechatpay_hk_payment_intent set state = ?, reason = ?, changed_at = ?, ended_at = ?, "
					+ "step = 0, waited_millis = 0 where id = ? and state in ('OPEN', 'NEEDS_ATTENTION')")
			.param(to.name())
			.param(Columns.text(reason))
			.param(now.toEpochMilli())
			.param(to.isTerminal() ? now.toEpochMilli() : null)
			.param(id)
			.update() == 1;
	}

	public void delete(String id) {
		this.rows.delete(id);
	}

	public long count(DurablePayment.State state) {
		return this.client.sql("select count(*) from wechatpay_hk_payment_intent where state = ?")
			.param(state.name())
			.query(Long.class)
			.single();
	}

	private static @Nullable GivenUp givenUp(ResultSet result) throws SQLException {
		String reason = result.getString("given_up");
		return (reason != null) ? GivenUp.valueOf(reason) : null;
	}

	private static PaymentRow row(ResultSet result, int number) throws SQLException {
		ShopIds ids = Columns.shopIds(result);
		OrderAmount amount = new OrderAmount(result.getLong("amount_total"),
				new CurrencyCode(result.getString("amount_currency")));
		QuickPayIntent intent = new QuickPayIntent(result.getString("out_trade_no"), ids, amount,
				Instant.ofEpochMilli(result.getLong("opened_at")), givenUp(result));
		DurablePayment payment = new DurablePayment(result.getString("id"), result.getString("merchant"),
				result.getString("signer"), intent, DurablePayment.State.valueOf(result.getString("state")),
				result.getString("reason"), Instant.ofEpochMilli(result.getLong("changed_at")),
				Columns.instant(result, "ended_at"));
		return new PaymentRow(payment, result.getInt("step"), Duration.ofMillis(result.getLong("waited_millis")));
	}

}
