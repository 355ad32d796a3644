package io.github.wechatpayhk.sample.till;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import javax.sql.DataSource;

import io.github.wechatpayhk.durable.DurableStore;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What the shop itself keeps of its orders by QR code, in the database of the durable
 * payments: one transaction covers both. All methods block, as JDBC does.
 */
@Component
@ConditionalOnWebApplication
class QrOrderStore {

	private final JdbcClient client;

	private final TransactionTemplate transactions;

	QrOrderStore(DurableStore store) {
		DataSource dataSource = store.dataSource();
		this.client = JdbcClient.create(dataSource);
		this.transactions = new TransactionTemplate(new JdbcTransactionManager(dataSource));
		this.client
			.sql("create table if not exists till_qr_order (out_trade_no varchar(32) not null primary key, "
					+ "payment_id varchar(36) not null, description varchar(127) not null)")
			.update();
		this.client
			.sql("create table if not exists till_qr_refund (out_refund_no varchar(64) not null primary key, "
					+ "out_trade_no varchar(32) not null, cents bigint not null, state varchar(16) not null, "
					+ "started_at bigint not null, notified_at bigint)")
			.update();
	}

	<T> T inTransaction(Supplier<T> work) {
		return this.transactions.execute((status) -> work.get());
	}

	/**
	 * Add an order, unless it is there. To be called in a transaction that stores the
	 * payment, which keeps a second call with the same number waiting.
	 */
	void add(String outTradeNo, String paymentId, String description) {
		if (find(outTradeNo).isEmpty()) {
			this.client.sql("insert into till_qr_order (out_trade_no, payment_id, description) values (?, ?, ?)")
				.param(outTradeNo)
				.param(paymentId)
				.param(description)
				.update();
		}
	}

	Optional<Row> find(String outTradeNo) {
		return this.client.sql("select payment_id, description from till_qr_order where out_trade_no = ?")
			.param(outTradeNo)
			.query(QrOrderStore::row)
			.optional();
	}

	/**
	 * Lock an order until the transaction ends: its refunds are begun one by one.
	 */
	void lock(String outTradeNo) {
		this.client.sql("select payment_id, description from till_qr_order where out_trade_no = ? for update")
			.param(outTradeNo)
			.query(QrOrderStore::row)
			.optional();
	}

	private static Row row(ResultSet result, int number) throws SQLException {
		return new Row(result.getString("payment_id"), result.getString("description"));
	}

	/**
	 * Find what is bought with some payments.
	 * @return the descriptions by the number of the payment; other shops' are not in it
	 */
	Map<String, String> descriptions(List<String> paymentIds) {
		if (paymentIds.isEmpty()) {
			return Map.of();
		}
		return this.client.sql("select payment_id, description from till_qr_order where payment_id in (:ids)")
			.param("ids", paymentIds)
			.query(QrOrderStore::row)
			.list()
			.stream()
			.collect(Collectors.toMap(Row::paymentId, Row::description));
	}

	void addRefund(QrRefund refund, Instant now) {
		this.client
			.sql("insert into till_qr_refund (out_refund_no, out_trade_no, cents, state, started_at) "
					+ "values (?, ?, ?, ?, ?)")
			.param(refund.outRefundNo())
			.param(refund.outTradeNo())
			.param(refund.cents())
			.param(refund.state().name())
			.param(now.toEpochMilli())
			.update();
	}

	/**
	 * Record how a refund ended. The first end counts, except that an abnormal refund can
	 * still end otherwise, and that success overrides every other end.
	 */
	void endRefund(String outRefundNo, QrRefund.State state) {
		this.client
			.sql("update till_qr_refund set state = ? where out_refund_no = ? "
					+ "and (state in ('STARTED', 'ABNORMAL') or ? = 'SUCCESS')")
			.param(state.name())
			.param(outRefundNo)
			.param(state.name())
			.update();
	}

	void noteRefundNotified(String outRefundNo, Instant now) {
		this.client.sql("update till_qr_refund set notified_at = ? where out_refund_no = ?")
			.param(now.toEpochMilli())
			.param(outRefundNo)
			.update();
	}

	List<QrRefund> refunds(String outTradeNo) {
		return this.client.sql(SELECT_REFUND + " where out_trade_no = ? order by started_at, out_refund_no")
			.param(outTradeNo)
			.query(QrOrderStore::refund)
			.list();
	}

	List<QrRefund> startedRefunds() {
		return this.client.sql(SELECT_REFUND + " where state = 'STARTED'").query(QrOrderStore::refund).list();
	}

	private static final String SELECT_REFUND = "select out_refund_no, out_trade_no, cents, state, notified_at "
			+ "from till_qr_refund";

	private static QrRefund refund(ResultSet result, int number) throws SQLException {
		return new QrRefund(result.getString("out_refund_no"), result.getString("out_trade_no"),
				result.getLong("cents"), QrRefund.State.valueOf(result.getString("state")),
				instant(result.getObject("notified_at", Long.class)));
	}

	private static @Nullable Instant instant(@Nullable Long millis) {
		return (millis != null) ? Instant.ofEpochMilli(millis) : null;
	}

	/**
	 * An order as the shop stores it.
	 *
	 * @param paymentId the number of its payment
	 * @param description what is bought
	 */
	record Row(String paymentId, String description) {
	}

}
