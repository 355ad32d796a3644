package io.github.wechatpayhk.durable.engine;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

import io.github.wechatpayhk.durable.DurableNotification;
import io.github.wechatpayhk.durable.NotificationInbox;
import io.github.wechatpayhk.durable.ReversalConflictException;
import io.github.wechatpayhk.durable.store.Arguments;
import io.github.wechatpayhk.durable.store.NotificationRow;
import io.github.wechatpayhk.durable.store.OpenNotifications;
import io.github.wechatpayhk.durable.store.Plans;
import io.github.wechatpayhk.durable.store.Storage;
import io.github.wechatpayhk.notification.Notification;
import io.github.wechatpayhk.notification.NotificationHandler;
import io.github.wechatpayhk.notification.NotificationHandler.NotificationResult;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Notifications in a database.
 */
final class StoredNotifications implements NotificationInbox {

	private final NotificationHandler storing = NotificationHandler.blocking(this::store);

	private final Storage storage;

	private final InstantSource clock;

	StoredNotifications(Storage storage, InstantSource clock) {
		this.storage = storage;
		this.clock = clock;
	}

	@Override
	public Mono<NotificationResult> handle(Notification notification) {
		return this.storing.handle(notification);
	}

	private NotificationResult store(Notification notification) {
		String id = UUID.randomUUID().toString();
		return this.storage.call("Notification " + notification.id() + " is not stored", () -> {
			if (!this.storage.notifications().insert(id, notification, this.clock.instant())) {
				return NotificationResult.DUPLICATE;
			}
			this.storage.plans().plan(Plans.NOTIFICATION, id, this.clock.instant());
			return NotificationResult.STORED;
		});
	}

	@Override
	public Optional<DurableNotification> find(String id) {
		return this.storage.read(() -> this.storage.notifications().find(id)).map(NotificationRow::notification);
	}

	@Override
	public List<DurableNotification> list(DurableNotification.@Nullable State state, int offset, int limit) {
		Arguments.requirePage(offset, limit);
		return this.storage.read(() -> this.storage.notifications().list(state, offset, limit));
	}

	@Override
	public DurableNotification retry(String id, String reason) {
		return change(id, reason, (row) -> row.event() != null, (row, open) -> {
			this.storage.notifications().move(id, DurableNotification.State.WAITING, reason, this.clock.instant());
			this.storage.plans().plan(Plans.NOTIFICATION, id, this.clock.instant());
		});
	}

	@Override
	public DurableNotification settle(String id, String reason) {
		return change(id, reason, (row) -> !row.notification().state().isTerminal(), (row, open) -> {
			this.storage.notifications().move(id, DurableNotification.State.SETTLED, reason, this.clock.instant());
			this.storage.plans().drop(Plans.NOTIFICATION, id);
			this.storage.planAfter(row, open, this.clock.instant());
		});
	}

	private DurableNotification change(String id, String reason, Predicate<NotificationRow> isPossible,
			BiConsumer<NotificationRow, OpenNotifications> change) {
		Arguments.requireReason(reason);
		return this.storage.call(Storage.NOT_CHANGED, () -> {
			OpenNotifications open = this.storage.notifications()
				.find(id)
				.map(this.storage.notifications()::lockOpen)
				.orElseGet(() -> new OpenNotifications(List.of()));
			NotificationRow row = this.storage.notifications()
				.lock(id)
				.filter(isPossible)
				.orElseThrow(() -> new ReversalConflictException(
						"There is no notification '" + id + "' whose processing has not ended"));
			change.accept(row, open);
			return this.storage.notifications().find(id).map(NotificationRow::notification).orElse(row.notification());
		});
	}

}
