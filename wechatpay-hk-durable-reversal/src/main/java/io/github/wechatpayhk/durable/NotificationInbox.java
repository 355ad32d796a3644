package io.github.wechatpayhk.durable;

import java.util.List;
import java.util.Optional;

import io.github.wechatpayhk.notification.Notification;
import io.github.wechatpayhk.notification.NotificationHandler;
import io.github.wechatpayhk.notification.NotificationHandler.NotificationResult;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Stores notifications in a database and delivers each of them to the application's
 * listeners in the transaction that marks it as processed: what a listener writes to the
 * same database by JDBC is committed exactly once, on whatever node.
 * <p>
 * Notifications of one order are delivered one after the other, in the order of their
 * arrival. A listener that fails is called again after growing pauses, until the
 * notification requires manual action. Later notifications of the same order wait for an
 * earlier one; other orders do not.
 * <p>
 * All methods but {@link #handle} block, and throw an {@link IllegalStateException} on an
 * event loop. A database that fails is a {@link ReversalStoreException}. Safe for
 * concurrent use, also by several processes on one database.
 *
 * @since 0.1.0
 */
public interface NotificationInbox extends NotificationHandler {

	/**
	 * Store a notification.
	 * @param notification the verified notification
	 * @return {@link NotificationResult#STORED} once it is committed, or
	 * {@link NotificationResult#DUPLICATE} if a notification of the same
	 * {@linkplain Notification#recipient() recipient} with its id or its subject is
	 * stored; a {@link ReversalStoreException} means that it is to be sent again. A
	 * cancellation does not interrupt the transaction
	 */
	@Override
	Mono<NotificationResult> handle(Notification notification);

	/**
	 * Find a notification.
	 * @param id its number here
	 * @return the notification, if there is one
	 */
	Optional<DurableNotification> find(String id);

	/**
	 * List notifications, the latest first.
	 * @param state the state that they are in, or {@code null} for all
	 * @param offset how many to leave out, from 0
	 * @param limit how many to list at most, from 1 to 1000
	 * @return the notifications
	 */
	List<DurableNotification> list(DurableNotification.@Nullable State state, int offset, int limit);

	/**
	 * Deliver a notification again at once: one that waits, or one that requires manual
	 * action or that no listener received, which gets the full time once more.
	 * @param id its number here
	 * @param reason who ordered it, and why
	 * @return the notification as it stands now
	 * @throws ReversalConflictException if it was processed or settled, or there is no
	 * such notification
	 */
	DurableNotification retry(String id, String reason);

	/**
	 * End a notification that was settled otherwise. No listener receives it any more;
	 * later notifications of the same order go on. In a JDBC transaction of the calling
	 * thread this holds if and when that commits.
	 * @param id its number here
	 * @param reason who settled it, and how
	 * @return the notification as it stands now
	 * @throws ReversalConflictException if its processing has ended, or there is no such
	 * notification
	 */
	DurableNotification settle(String id, String reason);

}
