package io.github.wechatpayhk.durable.store;

import java.util.List;
import java.util.Optional;

/**
 * The notifications of one order whose processing has not ended, locked until the end of
 * the transaction.
 *
 * @param rows the notifications in the order of their arrival
 * @since 0.1.0
 */
public record OpenNotifications(List<NotificationRow> rows) {

	public Optional<NotificationRow> find(String id) {
		return this.rows.stream().filter((row) -> row.id().equals(id)).findFirst();
	}

	/**
	 * Return the notification that another one waits for.
	 */
	public Optional<NotificationRow> before(NotificationRow row) {
		return this.rows.stream().findFirst().filter((first) -> !first.id().equals(row.id()));
	}

	/**
	 * Return the notification that can be delivered once the given one has ended.
	 */
	public Optional<NotificationRow> after(NotificationRow row) {
		return before(row).isPresent() ? Optional.empty()
				: this.rows.stream().skip(1).findFirst().filter(NotificationRow::isWaiting);
	}

}
