package io.github.wechatpayhk.durable;

import java.util.List;
import java.util.Optional;

import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.notification.PaymentNotification;
import io.github.wechatpayhk.notification.PaymentNotificationListener;
import io.github.wechatpayhk.order.PlaceOrderRequest;
import io.github.wechatpayhk.order.StartPaymentService.PreparedPayment;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Brings each online payment to exactly one of the states {@code PAID}, {@code CLOSED}
 * and {@code REQUIRES_ACTION}, across lost notifications, crashes and outages.
 * <p>
 * {@link #place} stores the order, {@link #prepare} sends it. From then on it is queried
 * by a schedule, and closed once it has expired. A verified notification or query
 * decides, whichever comes first. The state is delivered as
 * {@link DurableReversalEvent}s.
 * <p>
 * All methods but {@link #prepare} block, and throw an {@link IllegalStateException} on
 * an event loop. A database that fails is a {@link ReversalStoreException}. Safe for
 * concurrent use, also by several processes on one database.
 *
 * @since 0.1.0
 */
public interface OnlinePayments extends PaymentNotificationListener {

	/**
	 * Store an order of the default merchant.
	 * @param order the order
	 * @return the payment
	 * @see #place(String, PlaceOrderRequest)
	 */
	default OnlinePayment place(PlaceOrderRequest order) {
		return place(null, order);
	}

	/**
	 * Store an order. If the calling thread is in a JDBC transaction on the same
	 * database, the payment is part of that transaction: it holds if and when that
	 * commits. Nothing is sent.
	 * <p>
	 * An order that is stored already with the same contents stays one payment, whatever
	 * its state: a double click places one order. An order without {@code time_expire}
	 * gets one, by the configured expiry.
	 * @param merchant the name of the merchant, or {@code null} for the default one
	 * @param order the order
	 * @return the payment, new or as it stands
	 * @throws ReversalConflictException if its number is stored already with other
	 * contents, or the transaction of the calling thread is read-only or on another
	 * database
	 * @throws ReversalStoreException if it could not be stored: the transaction must be
	 * rolled back, and to place the order again is safe
	 * @throws WechatPayHkRequestException if the order can never be sent as it is, or has
	 * a base URL or a deadline of its own
	 */
	OnlinePayment place(@Nullable String merchant, PlaceOrderRequest order);

	/**
	 * Send an order that was stored, and return what the payer's device needs. To be
	 * called after the transaction of {@link #place}, also again: each subscription sends
	 * the same number and the same body.
	 * @param id the number of the payment here
	 * @return the payment to start; a {@link ReversalConflictException} if it has ended
	 * or expired, or is being closed, and a {@link WechatPayHkException} if the call
	 * failed, in which case it can be sent again
	 */
	Mono<PreparedPayment> prepare(String id);

	/**
	 * Take note of a verified notification, in the transaction of the calling thread if
	 * it is on the same database. An order that is not stored here is left to other
	 * listeners. Another amount than the ordered one is logged, and a query decides.
	 * @param notification the verified notification
	 */
	@Override
	void onPayment(PaymentNotification notification);

	/**
	 * Find a payment.
	 * @param id its number here
	 * @return the payment, if there is one
	 */
	Optional<OnlinePayment> find(String id);

	/**
	 * Find the payments with an order number, of all merchants.
	 * @param outTradeNo the merchant's order number
	 * @return the payments, the latest first
	 */
	List<OnlinePayment> findByOrder(String outTradeNo);

	/**
	 * List payments, the latest first.
	 * @param state the state that they are in, or {@code null} for all
	 * @param offset how many to leave out, from 0
	 * @param limit how many to list at most, from 1 to 1000
	 * @return the payments
	 */
	List<OnlinePayment> list(OnlinePayment.@Nullable State state, int offset, int limit);

	/**
	 * Return the audit trail of a payment.
	 * @param id its number here
	 * @return the entries, the first one first; empty if there is no such payment
	 */
	List<OnlinePaymentAttempt> attempts(String id);

	/**
	 * Close an order before it expires, as the payer has cancelled it for example. From
	 * now on it cannot be {@linkplain #prepare sent} any more. It is queried at once,
	 * closed and queried again, as after its expiry: an unpaid order ends as
	 * {@link OnlinePayment.State#CLOSED}, a paid one as {@link OnlinePayment.State#PAID}.
	 * <p>
	 * WeChat Pay closes no order within 5 minutes after it was placed. The close of a
	 * younger order is scheduled for then. Until it is closed the order can be paid, and
	 * it is queried by the schedule. An order that was sent, and that WeChat Pay does not
	 * know, ends at the expiry that was sent with it, as it could still arrive.
	 * <p>
	 * In a JDBC transaction of the calling thread this holds if and when that commits. It
	 * is safe to repeat. A payment that has ended stays as it is.
	 * @param id its number here
	 * @param reason who ordered it, and why, for the audit trail
	 * @return the payment as it stands now, in general still
	 * {@link OnlinePayment.State#OPEN}: its end is delivered as an event
	 * @throws ReversalConflictException if it requires manual action, or there is no such
	 * payment
	 */
	OnlinePayment close(String id, String reason);

	/**
	 * Query a payment at once: one that is open, or one that requires manual action,
	 * which gets the full time once more.
	 * @param id its number here
	 * @param reason who ordered it, and why, for the audit trail
	 * @return the payment as it stands now
	 * @throws ReversalConflictException if it has ended, or there is no such payment
	 */
	OnlinePayment retry(String id, String reason);

	/**
	 * End a payment that was settled otherwise. Nothing more is sent for it. In a JDBC
	 * transaction of the calling thread this holds, and is published to listeners, if and
	 * when that commits.
	 * @param id its number here
	 * @param reason who settled it, and how, for the audit trail
	 * @return the payment as it stands now
	 * @throws ReversalConflictException if it has ended, or there is no such payment
	 */
	OnlinePayment settle(String id, String reason);

}
