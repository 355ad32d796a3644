package io.github.wechatpayhk.durable.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.github.wechatpayhk.durable.DurableNotification;
import io.github.wechatpayhk.notification.Notification;
import io.github.wechatpayhk.notification.Notification.NotificationEvent;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The table of notifications. Callers that write are in a transaction.
 *
 * @since 0.1.0
 */
public final class NotificationStore {

	private static final String SELECT = "select id, merchant, recipient, notification_id, subject, out_trade_no, "
			+ "event_type, create_time, summary, resource, state, reason, received_at, changed_at, ended_at, step, waited_millis "
			+ "from wechatpay_hk_notification";

	private static final int LONGEST_NUMBER = 64;

	private final PlannedRows rows;

	private final JdbcClient client;

	public NotificationStore(DataSource dataSource) {
		this.rows = new PlannedRows(dataSource, "wechatpay_hk_notification", DurableNotification.State.WAITING);
		this.client = JdbcClient.create(dataSource);
	}

	/**
	 * Return what this table has in common with others.
	 */
	public PlannedRows rows() {
		return this.rows;
	}

	/**
	 * Store a notification, unless there is one of the same recipient with its id or its
	 * subject.
	 * @return whether it is new
	 */
	public boolean insert(String id, Notification notification, Instant now) {
		return this.rows.insert(() -> insertRow(id, notification, now));
	}

	private void insertRow(String id, Notification notification, Instant now) {
		NotificationEvent event = notification.event();
		this.client
			.sql("insert into wechatpay_hk_notification (id, merchant, recipient, notification_id, subject, "
					+ "out_trade_no, event_type, create_time, summary, resource, state, received_at, changed_at, step, "
					+ "waited_millis) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'WAITING', ?, ?, 0, 0)")
			.param(id)
			.param(event.merchant())
			.param(notification.recipient())
			.param(event.id())
			.param(notification.subject())
			.param(Columns.text(notification.outTradeNo(), LONGEST_NUMBER))
			.param(event.type())
			.param(Columns.text(event.createTime(), LONGEST_NUMBER))
			.param(Columns.text(event.summary()))
			.param(event.resource())
			.param(now.toEpochMilli())
			.param(now.toEpochMilli())
			.update();
	}

	public Optional<NotificationRow> find(String id) {
		return this.client.sql(SELECT + " where id = ?").param(id).query(NotificationStore::row).optional();
	}

	/**
	 * Find a notification as it was committed last, and keep it from changing until the
	 * end of the transaction.
	 */
	public Optional<NotificationRow> lock(String id) {
		return this.client.sql(SELECT + " where id = ? for update").param(id).query(NotificationStore::row).optional();
	}

	/**
	 * Lock a notification and those of the same order, one by one in the order of their
	 * arrival. Two transactions on one order thus wait for each other, and never in a
	 * circle. Rows are locked by their ids, as MySQL and MariaDB would lock a range of an
	 * index against new notifications.
	 */
	public OpenNotifications lockOpen(NotificationRow row) {
		String outTradeNo = row.notification().outTradeNo();
		Stream<String> ids = (outTradeNo == null) ? Stream.of(row.id())
				: this.client
					.sql("select id from wechatpay_hk_notification where recipient = ? and out_trade_no = ? "
							+ "and state in ('WAITING', 'NEEDS_ATTENTION') order by arrival")
					.param(row.recipient())
					.param(outTradeNo)
					.query(Columns::id)
					.list()
					.stream();
		return new OpenNotifications(ids.flatMap((id) -> lock(id).stream())
			.filter((open) -> !open.notification().state().isTerminal())
			.toList());
	}

	public List<DurableNotification> list(DurableNotification.@Nullable State state, int offset, int limit) {
		String page = " order by received_at desc, id limit " + limit + " offset " + offset;
		return ((state != null) ? this.client.sql(SELECT + " where state = ?" + page).param(state.name())
				: this.client.sql(SELECT + page))
			.query(NotificationStore::row)
			.list()
			.stream()
			.map(NotificationRow::notification)
			.toList();
	}

	/**
	 * List the notifications that were written later than it is now, as the clock was set
	 * back since.
	 */
	public List<NotificationRow> listWrittenAfter(Instant time, int limit) {
		return this.client.sql(SELECT + " where state = 'WAITING' and changed_at > ? limit " + limit)
			.param(time.toEpochMilli())
			.query(NotificationStore::row)
			.list();
	}

	/**
	 * Note the next delivery.
	 */
	public void plan(String id, int step, Duration waited, @Nullable String reason, Instant now) {
		this.client
			.sql("update wechatpay_hk_notification set reason = ?, changed_at = ?, step = ?, waited_millis = ? "
					+ "where id = ? and state = 'WAITING'")
			.param(Columns.text(reason))
			.param(now.toEpochMilli())
			.param(step)
			.param(waited.toMillis())
			.param(id)
			.update();
	}

	/**
	 * Mark a notification that is locked, until the end of the transaction.
	 * @param runId the mark, used once
	 */
	public void begin(String id, String runId) {
		this.client.sql("update wechatpay_hk_notification set run_id = ? where id = ?").param(runId).param(id).update();
	}

	/**
	 * Remove a mark.
	 * @return whether it was there, and the transaction thus is the one that set it
	 */
	public boolean end(String id, String runId) {
		return this.client.sql("update wechatpay_hk_notification set run_id = null where id = ? and run_id = ?")
			.param(id)
			.param(runId)
			.update() == 1;
	}

	/**
	 * Move a notification on that is locked. In a terminal state nothing restores it any
	 * more, so that no personal data stays; but nobody may have received it yet.
	 */
	public void move(String id, DurableNotification.State to, @Nullable String reason, Instant now) {
		this.client
			.sql("update wechatpay_hk_notification set state = ?, reason = ?, changed_at = ?, ended_at = ?, step = 0, "
					+ "waited_millis = 0" + (isKept(to) ? "" : ", resource = null") + " where id = ?")
			.param(to.name())
			.param(Columns.text(reason))
			.param(now.toEpochMilli())
			.param(to.isTerminal() ? now.toEpochMilli() : null)
			.param(id)
			.update();
	}

	private static boolean isKept(DurableNotification.State state) {
		return !state.isTerminal() || state == DurableNotification.State.UNHEARD;
	}

	public OpenRows open(DurableNotification.State state) {
		return this.rows.open(state, "received_at");
	}

	private static NotificationRow row(ResultSet result, int number) throws SQLException {
		String resource = result.getString("resource");
		DurableNotification notification = new DurableNotification(result.getString("id"), result.getString("merchant"),
				result.getString("notification_id"), result.getString("event_type"), result.getString("subject"),
				result.getString("out_trade_no"), DurableNotification.State.valueOf(result.getString("state")),
				result.getString("reason"), Instant.ofEpochMilli(result.getLong("received_at")),
				Instant.ofEpochMilli(result.getLong("changed_at")), Columns.instant(result, "ended_at"));
		NotificationEvent event = (resource != null)
				? new NotificationEvent(notification.merchant(), notification.notificationId(), notification.type(),
						result.getString("create_time"), result.getString("summary"), resource)
				: null;
		return new NotificationRow(notification, result.getString("recipient"), event, result.getInt("step"),
				Duration.ofMillis(result.getLong("waited_millis")));
	}

}
