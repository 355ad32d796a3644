package io.github.wechatpayhk.sample.till;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import javax.sql.DataSource;

import io.github.wechatpayhk.durable.engine.DurableStore;

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

	/**
	 * An order as the shop stores it.
	 *
	 * @param paymentId the number of its payment
	 * @param description what is bought
	 */
	record Row(String paymentId, String description) {
	}

}
