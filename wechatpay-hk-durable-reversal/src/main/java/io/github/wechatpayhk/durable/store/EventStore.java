package io.github.wechatpayhk.durable.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import javax.sql.DataSource;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The table of events that are to be delivered. Callers that write are in a transaction.
 *
 * @since 0.1.0
 */
public final class EventStore {

	private final JdbcClient client;

	public EventStore(DataSource dataSource) {
		this.client = JdbcClient.create(dataSource);
	}

	public void insert(EventRow event) {
		this.client
			.sql("insert into wechatpay_hk_event (id, subject_id, kind, state, reason, occurred_at, deliveries) "
					+ "values (?, ?, ?, ?, ?, ?, 0)")
			.param(event.id())
			.param(event.subject())
			.param(event.kind().name())
			.param(event.state())
			.param(Columns.text(event.reason()))
			.param(event.occurredAt().toEpochMilli())
			.update();
	}

	public Optional<EventRow> find(String id) {
		return this.client
			.sql("select id, subject_id, kind, state, reason, occurred_at, deliveries from wechatpay_hk_event "
					+ "where id = ?")
			.param(id)
			.query(EventStore::row)
			.optional();
	}

	public void countDelivery(String id) {
		this.client.sql("update wechatpay_hk_event set deliveries = deliveries + 1 where id = ?").param(id).update();
	}

	public void delete(String id) {
		this.client.sql("delete from wechatpay_hk_event where id = ?").param(id).update();
	}

	public List<String> listBefore(Instant time, int limit) {
		return this.client.sql("select id from wechatpay_hk_event where occurred_at < ? limit " + limit)
			.param(time.toEpochMilli())
			.query(Columns::id)
			.list();
	}

	/**
	 * List the events that have lost their plan.
	 */
	public List<String> listForgotten(int limit) {
		return this.client
			.sql("select id from wechatpay_hk_event where not exists (select 1 from " + Plans.TABLE
					+ " where task_name = ? and task_instance = id) limit " + limit)
			.param(Plans.EVENT.getTaskName())
			.query(Columns::id)
			.list();
	}

	private static EventRow row(ResultSet result, int number) throws SQLException {
		return new EventRow(result.getString("id"), result.getString("subject_id"),
				EventRow.Kind.valueOf(result.getString("kind")), result.getString("state"), result.getString("reason"),
				Instant.ofEpochMilli(result.getLong("occurred_at")), result.getInt("deliveries"));
	}

}
