package io.github.wechatpayhk.durable;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.order.ReverseOrderRequest;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Schedules reversals, and keeps the scheduled reversals across crashes and outages: at
 * least one call to WeChat Pay, repeated with growing pauses for days, until each
 * scheduled reversal has reach exactly one terminal state.
 * <p>
 * All methods but {@link #scheduleReactive} block, and throw an
 * {@link IllegalStateException} on an event loop. A database that fails is a
 * {@link ReversalStoreException}. Safe for concurrent use, also by several processes on
 * one database.
 *
 * @since 0.1.0
 */
public interface DurableReversals {

	/**
	 * Scheduled reversal to reverse an order of the default merchant.
	 * @param order the order
	 * @return the scheduled reversal
	 * @see #schedule(DurableReversalRequest)
	 */
	default DurableReversal schedule(ReverseOrderRequest order) {
		return schedule(DurableReversalRequest.of(order));
	}

	/**
	 * Schedule a reversal. If the calling thread is in a JDBC transaction on the same
	 * database, the scheduled reversal is part of that transaction: it holds if and when
	 * that commits, and the first attempt begins then at once. Otherwise it holds as soon
	 * as this method returns. Callbacks that run after a transaction, such as a
	 * {@code TransactionalEventListener}, are not in it any more: a new transaction is
	 * used.
	 * <p>
	 * An order that is scheduled already stays one scheduled reversal, whatever its
	 * state. If it ended as {@link ReversalState#NOTHING_TO_REVERSE} it is reopened, as
	 * the order may have been paid since: it waits again, for the full time, with its id
	 * and audit trail.
	 * @param request what to schedule
	 * @return the scheduled reversal, new or as it stands
	 * @throws ReversalConflictException if the same order of the same signer is scheduled
	 * already with other merchant numbers, or the transaction of the calling thread is
	 * read-only or on another database
	 * @throws ReversalStoreException if it could not be stored: the transaction must be
	 * rolled back, and to schedule again is safe
	 * @throws WechatPayHkRequestException if the request can never be sent as it is
	 */
	DurableReversal schedule(DurableReversalRequest request);

	/**
	 * Schedule a reversal without blocking, in a transaction of its own. A
	 * {@code block()} on a thread that must not block, an event loop for example, is
	 * refused and stores nothing.
	 * @param request what to schedule
	 * @return the scheduled reversal, when it holds; errors as for
	 * {@link #schedule(DurableReversalRequest)}
	 */
	Mono<DurableReversal> scheduleReactive(DurableReversalRequest request);

	/**
	 * Find a scheduled reversal.
	 * @param id its number here
	 * @return the scheduled reversal, if there is one
	 */
	Optional<DurableReversal> find(String id);

	/**
	 * Find the scheduled reversals for an order, of all merchants.
	 * @param orderNumber the merchant's order number, or WeChat Pay's
	 * @return the scheduled reversals, the latest first
	 */
	List<DurableReversal> findByOrder(String orderNumber);

	/**
	 * List scheduled reversals, the latest first.
	 * @param state the state that they are in, or {@code null} for all
	 * @param offset how many to leave out, from 0
	 * @param limit how many to list at most, from 1 to 1000
	 * @return the scheduled reversals
	 */
	List<DurableReversal> list(@Nullable ReversalState state, int offset, int limit);

	/**
	 * Return the audit trail of a scheduled reversal.
	 * @param id its number here
	 * @return the attempts, the first one first; empty if there is no such scheduled
	 * reversal
	 */
	List<ReversalAttempt> attempts(String id);

	/**
	 * Try again at once: a scheduled reversal that waits, or one that needs attention,
	 * which gets the full time once more.
	 * @param id its number here
	 * @param reason who ordered it, and why, for the audit trail
	 * @return the scheduled reversal as it stands now
	 * @throws ReversalConflictException if it has ended, or there is no such scheduled
	 * reversal
	 */
	DurableReversal retry(String id, String reason);

	/**
	 * End a scheduled reversal that was settled otherwise, by a refund for example.
	 * Nothing more is sent for it. In a JDBC transaction of the calling thread this
	 * holds, and is published to listeners, if and when that commits.
	 * @param id its number here
	 * @param reason who settled it, and how, for the audit trail
	 * @return the scheduled reversal as it stands now
	 * @throws ReversalConflictException if it has ended, or there is no such scheduled
	 * reversal
	 */
	DurableReversal settle(String id, String reason);

	/**
	 * Stop sending on all nodes, within seconds, until {@link #resume()}. Scheduled
	 * reversals are still accepted. Calls under way end. It holds across restarts.
	 */
	void pause();

	/**
	 * Send again.
	 */
	void resume();

	/**
	 * Return what is still to be done.
	 * @return the backlog
	 */
	ReversalBacklog backlog();

	/**
	 * Count all scheduled reversals. Reads them all: not for every second.
	 * @return the number of scheduled reversals in each state
	 */
	Map<ReversalState, Long> counts();

	/**
	 * List in-store payments that were handed over and have no end, or need attention.
	 * @param limit how many to list at most, from 1 to 1000
	 * @return the payments, the latest first
	 */
	List<DurablePayment> openPayments(int limit);

	/**
	 * Bring a payment to its end at once: one that waits, or one that needs attention.
	 * @param id its number here
	 * @param reason who ordered it, and why
	 * @return the payment as it stands now
	 * @throws ReversalConflictException if it has ended, or there is no such payment
	 */
	DurablePayment retryPayment(String id, String reason);

	/**
	 * End a payment that was settled otherwise. In a JDBC transaction of the calling
	 * thread this holds, and is published to listeners, if and when that commits.
	 * @param id its number here
	 * @param reason who settled it, and how
	 * @return the payment as it stands now
	 * @throws ReversalConflictException if it has ended, or there is no such payment
	 */
	DurablePayment settlePayment(String id, String reason);

}
