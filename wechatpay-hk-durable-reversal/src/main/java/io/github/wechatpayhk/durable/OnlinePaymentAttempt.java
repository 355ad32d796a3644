package io.github.wechatpayhk.durable;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * One entry in the audit trail of an online payment or of a refund. The entry of a call
 * is stored before the call is made.
 *
 * @param number its place in the trail, from 1
 * @param result what it led to
 * @param node which process made it
 * @param startedAt when it began
 * @param endedAt when its end was stored, or {@code null} if none was
 * @param status the HTTP status of the response, or {@code null} if there was none
 * @param code the error code as WeChat Pay spelt it, or {@code null} if there was none
 * @param requestId the {@code Request-ID} of the response, or {@code null} if none is
 * known
 * @param detail what was learned, in words
 * @since 0.1.0
 */
public record OnlinePaymentAttempt(int number, Result result, String node, Instant startedAt, @Nullable Instant endedAt,
		@Nullable Integer status, @Nullable String code, @Nullable String requestId, @Nullable String detail) {

	/**
	 * What an entry led to.
	 */
	public enum Result {

		/** A call is in progress, or its process died. */
		UNDER_WAY,

		/** No end was stored, as the process died. */
		INTERRUPTED,

		/** No query: the order is about to be sent. */
		SENT,

		/** The order is paid. */
		PAID,

		/**
		 * The order is closed, or does not exist and cannot be placed any more; or the
		 * refund failed.
		 */
		CLOSED,

		/** The order is not paid yet. */
		UNPAID,

		/** The refund is accepted, and the money is on its way. */
		PROCESSING,

		/** The payer has the money of the refund. */
		REFUNDED,

		/** The money of the refund could not be delivered. */
		ABNORMAL,

		/** Another amount was paid than was ordered, or refunded than was requested. */
		OTHER_AMOUNT,

		/** WeChat Pay refused. */
		REJECTED,

		/** Nothing was sent. */
		NOT_SENT,

		/** No verified response arrived. */
		UNKNOWN,

		/** No query: a verified notification says how it ended. */
		NOTIFIED,

		/** No query: the order is to be closed before it expires. */
		CLOSE_ORDERED,

		/** No query: an operator ordered a retry. */
		RETRY_ORDERED,

		/** No query: an operator settled it. */
		SETTLED

	}

}
