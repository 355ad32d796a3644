package io.github.wechatpayhk.durable.store;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

import javax.sql.DataSource;

import com.github.kagkarlsson.scheduler.exceptions.DbSchedulerException;
import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import com.github.kagkarlsson.shaded.jdbc.SQLRuntimeException;
import io.github.wechatpayhk.durable.ReversalAttempt;
import io.github.wechatpayhk.durable.ReversalStoreException;
import org.jspecify.annotations.Nullable;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;

/**
 * The tables of what is brought to its end, in one database, and the transactions in
 * which they are changed.
 *
 * @param reversals the scheduled reversals
 * @param attempts their audit trails
 * @param onlinePayments the online payments
 * @param refunds their refunds
 * @param payments the in-store payments
 * @param notifications the inbox
 * @param events what is to be delivered
 * @param settings what holds for all nodes
 * @param plans what is to be done, and when
 * @param transactions where changes are made together
 * @since 0.1.0
 */
public record Storage(ReversalStore reversals, AttemptStore<ReversalAttempt> attempts,
		OnlinePaymentStore onlinePayments, RefundStore refunds, PaymentStore payments, NotificationStore notifications,
		EventStore events, SettingStore settings, Plans plans, Transactions transactions) {

	/**
	 * What a change of an operator that fails means.
	 */
	public static final String NOT_CHANGED = "Nothing is changed";

	public static Storage of(DataSource dataSource, JdbcCustomization jdbcCustomization, InstantSource clock,
			String node) {
		return new Storage(new ReversalStore(dataSource), AttemptStore.ofReversals(dataSource),
				new OnlinePaymentStore(dataSource), new RefundStore(dataSource), new PaymentStore(dataSource),
				new NotificationStore(dataSource), new EventStore(dataSource), new SettingStore(dataSource),
				new Plans(dataSource, jdbcCustomization, clock, node), new Transactions(dataSource));
	}

	/**
	 * Schedule the notification that waited for one that ends now.
	 */
	public void planAfter(NotificationRow ended, OpenNotifications open, Instant now) {
		open.after(ended).ifPresent((next) -> this.plans.plan(Plans.NOTIFICATION, next.id(), now));
	}

	/**
	 * Change something, as a whole or not at all.
	 * @param consequence what it means if that fails
	 * @param work the change
	 */
	public <T> T call(String consequence, Supplier<T> work) {
		return translated(consequence, () -> this.transactions.call(work));
	}

	/**
	 * Change something together with what the application changes in its own way.
	 * @param consequence what it means if that fails
	 * @param manager the application's transactions, or {@code null} for our own
	 * @param work the change
	 */
	public <T> T callIn(String consequence, @Nullable PlatformTransactionManager manager, Supplier<T> work) {
		return translated(consequence, () -> this.transactions.callIn(manager, work));
	}

	/**
	 * Read something.
	 */
	public <T> T read(Supplier<T> work) {
		return translated("Nothing could be read", work);
	}

	private static <T> T translated(String consequence, Supplier<T> work) {
		EventLoop.refuse();
		try {
			return work.get();
		}
		catch (DataAccessException | TransactionException | SQLRuntimeException | DbSchedulerException ex) {
			throw new ReversalStoreException(consequence + ", as the database failed: " + described(ex), ex);
		}
	}

	/**
	 * Name the cause as well: that of a connection that cannot be had is not in its
	 * message.
	 */
	private static String described(RuntimeException failure) {
		String message = String.valueOf(failure.getMessage());
		String cause = String.valueOf(NestedExceptionUtils.getMostSpecificCause(failure).getMessage());
		return message.contains(cause) ? message : message + ": " + cause;
	}

	public void run(String consequence, Runnable work) {
		call(consequence, () -> {
			work.run();
			return true;
		});
	}

}
