package io.github.wechatpayhk.durable;

import java.util.List;
import java.util.Optional;

import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.notification.RefundNotification;
import io.github.wechatpayhk.notification.RefundNotificationListener;
import io.github.wechatpayhk.refund.RefundRequest;
import org.jspecify.annotations.Nullable;

/**
 * Brings each refund of an {@linkplain OnlinePayments online payment} to exactly one of
 * the states {@code SUCCESS}, {@code CLOSED} and {@code REQUIRES_ACTION}, across lost
 * notifications, crashes and outages.
 * <p>
 * {@link #refund} stores the refund. It is sent after the commit, with the same number
 * and body until WeChat Pay has accepted it, and queried by a schedule from then on. A
 * verified notification or query decides, whichever comes first. The state is delivered
 * as {@link DurableReversalEvent}s.
 * <p>
 * All methods block, and throw an {@link IllegalStateException} on an event loop. A
 * database that fails is a {@link ReversalStoreException}. Safe for concurrent use, also
 * by several processes on one database.
 *
 * @since 0.1.0
 */
public interface DurableRefunds extends RefundNotificationListener {

	/**
	 * Refund a payment of the default merchant.
	 * @param request what is refunded
	 * @return the refund
	 * @see #refund(String, RefundRequest)
	 */
	default DurableRefund refund(RefundRequest request) {
		return refund(null, request);
	}

	/**
	 * Store a refund of a payment that is {@link OnlinePayment.State#PAID}. If the
	 * calling thread is in a JDBC transaction on the same database, the refund is part of
	 * that transaction: it holds if and when that commits. It is sent after that; a
	 * further refund of the same order one minute after the one before.
	 * <p>
	 * A refund that is stored already with the same contents stays one refund, whatever
	 * its state: a double click refunds once.
	 * @param merchant the name of the merchant, or {@code null} for the default one
	 * @param request what is refunded, with the {@code outTradeNo} of the payment. Its
	 * ids are those of the payment if it names none
	 * @return the refund, new or as it stands
	 * @throws ReversalConflictException if its number is stored already with other
	 * contents; there is no such payment here, or it is not paid; less is left to refund,
	 * where only refunds that are {@code CLOSED} do not count; the payment has 50 refunds
	 * already; or the transaction of the calling thread is read-only or on another
	 * database
	 * @throws ReversalStoreException if it could not be stored: the transaction must be
	 * rolled back, and to refund again with the same number is safe
	 * @throws WechatPayHkRequestException if the refund can never be sent as it is, or
	 * has a base URL or a deadline of its own
	 */
	DurableRefund refund(@Nullable String merchant, RefundRequest request);

	/**
	 * Take note of a verified notification, in the transaction of the calling thread if
	 * it is on the same database. A refund that is not stored here is left to other
	 * listeners. Another amount or order than the stored one is logged, and a query
	 * decides.
	 * @param notification the verified notification
	 */
	@Override
	void onRefund(RefundNotification notification);

	/**
	 * Find a refund.
	 * @param id its number here
	 * @return the refund, if there is one
	 */
	Optional<DurableRefund> find(String id);

	/**
	 * Find the refunds of an order, of all merchants.
	 * @param outTradeNo the merchant's order number
	 * @return the refunds, the latest first
	 */
	List<DurableRefund> findByOrder(String outTradeNo);

	/**
	 * List refunds, the latest first.
	 * @param state the state that they are in, or {@code null} for all
	 * @param offset how many to leave out, from 0
	 * @param limit how many to list at most, from 1 to 1000
	 * @return the refunds
	 */
	List<DurableRefund> list(DurableRefund.@Nullable State state, int offset, int limit);

	/**
	 * Return the audit trail of a refund.
	 * @param id its number here
	 * @return the entries, the first one first; empty if there is no such refund
	 */
	List<OnlinePaymentAttempt> attempts(String id);

	/**
	 * Send or query a refund at once: one that is open, or one that requires manual
	 * action, which gets the full time once more. Its number and body stay the same.
	 * @param id its number here
	 * @param reason who ordered it, and why, for the audit trail
	 * @return the refund as it stands now
	 * @throws ReversalConflictException if it has ended, or there is no such refund
	 */
	DurableRefund retry(String id, String reason);

	/**
	 * End a refund that was settled otherwise. Nothing more is sent for it, and its
	 * amount still counts as refunded. In a JDBC transaction of the calling thread this
	 * holds, and is published to listeners, if and when that commits.
	 * @param id its number here
	 * @param reason who settled it, and how, for the audit trail
	 * @return the refund as it stands now
	 * @throws ReversalConflictException if it has ended, or there is no such refund
	 */
	DurableRefund settle(String id, String reason);

}
