package io.github.wechatpayhk.autoconfigure.durable;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import io.github.wechatpayhk.durable.DurableNotification;
import io.github.wechatpayhk.durable.DurablePayment;
import io.github.wechatpayhk.durable.DurableReversal;
import io.github.wechatpayhk.durable.DurableReversals;
import io.github.wechatpayhk.durable.NotificationInbox;
import io.github.wechatpayhk.durable.ReversalAttempt;
import io.github.wechatpayhk.durable.ReversalBacklog;
import io.github.wechatpayhk.durable.ReversalState;
import io.github.wechatpayhk.order.ReverseOrderRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.http.HttpStatus;

/**
 * Actuator endpoint that shows scheduled reversals, in-store payments without an end and
 * notifications that are not processed, and takes the decisions of an operator. It shows
 * no secret.
 *
 * @since 0.1.0
 */
@Endpoint(id = "durablereversals")
public final class DurableReversalEndpoint {

	private final DurableReversals reversals;

	private final @Nullable NotificationInbox inbox;

	/**
	 * Create the endpoint.
	 * @param reversals the scheduled reversals
	 * @param inbox the notifications, or {@code null} if none are received
	 */
	public DurableReversalEndpoint(DurableReversals reversals, @Nullable NotificationInbox inbox) {
		this.reversals = reversals;
		this.inbox = inbox;
	}

	/**
	 * Show the backlog, and scheduled reversals, the latest first.
	 * @param state the state that they are in, all but terminal ones by default
	 * @param limit how many at most, 100 by default
	 * @return the {@link Overview}, or a problem detail
	 */
	@ReadOperation
	public Object overview(@Nullable String state, @Nullable String limit) {
		return EndpointResponses.orProblem(() -> {
			int most = EndpointResponses.limit(limit);
			List<DurableReversal> listed = (state != null)
					? this.reversals.list(EndpointResponses.state(ReversalState.values(), state), 0, most) : open(most);
			List<ScheduledReversal> scheduledReversals = listed.stream()
				.map((reversal) -> ScheduledReversal.of(reversal, null))
				.toList();
			return new Overview(this.reversals.backlog(), scheduledReversals, this.reversals.openPayments(most),
					openNotifications(most));
		});
	}

	private List<DurableReversal> open(int limit) {
		List<DurableReversal> needsAttention = this.reversals.list(ReversalState.NEEDS_ATTENTION, 0, limit);
		List<DurableReversal> waiting = this.reversals.list(ReversalState.WAITING, 0, limit);
		return Stream.concat(needsAttention.stream(), waiting.stream()).limit(limit).toList();
	}

	private List<DurableNotification> openNotifications(int limit) {
		return (this.inbox == null) ? List.of()
				: Stream.of(DurableNotification.State.NEEDS_ATTENTION, DurableNotification.State.WAITING)
					.flatMap((state) -> this.inbox.list(state, 0, limit).stream())
					.limit(limit)
					.toList();
	}

	/**
	 * Show one scheduled reversal with its attempts.
	 * @param id its number here
	 * @return the {@link ScheduledReversal}, or a problem detail if there is none
	 */
	@ReadOperation
	public Object reversal(@Selector String id) {
		return this.reversals.find(id)
			.<Object>map((reversal) -> ScheduledReversal.of(reversal, this.reversals.attempts(id)))
			.orElseGet(() -> EndpointResponses.problem(HttpStatus.NOT_FOUND,
					"There is no scheduled reversal '" + id + "'"));
	}

	/**
	 * Pause or resume sending on all nodes.
	 * @param action {@code pause} or {@code resume}
	 * @return the {@link ReversalBacklog}, or a problem detail
	 */
	@WriteOperation
	public Object send(@Nullable String action) {
		return EndpointResponses.orProblem(() -> {
			switch (String.valueOf(action)) {
				case "pause" -> this.reversals.pause();
				case "resume" -> this.reversals.resume();
				default -> throw EndpointResponses.unknown("action", action, List.of("pause", "resume"));
			}
			return this.reversals.backlog();
		});
	}

	/**
	 * Retry or settle one scheduled reversal, one payment or one notification.
	 * @param id its number here
	 * @param action {@code retry} or {@code settle}, followed by {@code -payment} or
	 * {@code -notification} for these
	 * @param reason who decided it, and why
	 * @return the {@link ScheduledReversal}, the {@link DurablePayment} or the
	 * {@link DurableNotification} as it stands now, or a problem detail
	 */
	@WriteOperation
	public Object decide(@Selector String id, @Nullable String action, @Nullable String reason) {
		return EndpointResponses.orProblem(() -> decided(id, action, (reason != null) ? reason : ""));
	}

	private Object decided(String id, @Nullable String action, String reason) {
		return switch (String.valueOf(action)) {
			case "retry" -> ScheduledReversal.of(this.reversals.retry(id, reason), this.reversals.attempts(id));
			case "settle" -> ScheduledReversal.of(this.reversals.settle(id, reason), this.reversals.attempts(id));
			case "retry-payment" -> this.reversals.retryPayment(id, reason);
			case "settle-payment" -> this.reversals.settlePayment(id, reason);
			case "retry-notification" -> inbox().retry(id, reason);
			case "settle-notification" -> inbox().settle(id, reason);
			default -> throw EndpointResponses.unknown("action", action, List.of("retry", "settle", "retry-payment",
					"settle-payment", "retry-notification", "settle-notification"));
		};
	}

	private NotificationInbox inbox() {
		if (this.inbox == null) {
			throw new IllegalArgumentException("No notifications are stored");
		}
		return this.inbox;
	}

	/**
	 * What is open.
	 *
	 * @param backlog the numbers
	 * @param reversals the scheduled reversals
	 * @param payments in-store payments without an end
	 * @param notifications notifications that are not processed
	 */
	public record Overview(ReversalBacklog backlog, List<ScheduledReversal> reversals, List<DurablePayment> payments,
			List<DurableNotification> notifications) {
	}

	/**
	 * A scheduled reversal.
	 *
	 * @param id its number here
	 * @param merchant the name of the merchant
	 * @param signer the number of the merchant that signs
	 * @param outTradeNo the merchant's order number
	 * @param transactionId WeChat Pay's order number
	 * @param mchid the direct merchant's number
	 * @param spMchid the institution's number
	 * @param subMchid the sub-merchant's number
	 * @param state how it stands
	 * @param reason why it stands so
	 * @param scheduledAt when it was scheduled
	 * @param changedAt when it changed last
	 * @param nextAttemptAt when the next attempt is planned
	 * @param endedAt when it came to its end
	 * @param attempts how many attempts were begun
	 * @param trail the attempts, if one scheduled reversal was asked for
	 */
	public record ScheduledReversal(String id, @Nullable String merchant, String signer, @Nullable String outTradeNo,
			@Nullable String transactionId, @Nullable String mchid, @Nullable String spMchid, @Nullable String subMchid,
			ReversalState state, @Nullable String reason, Instant scheduledAt, Instant changedAt,
			@Nullable Instant nextAttemptAt, @Nullable Instant endedAt, int attempts,
			@Nullable List<ReversalAttempt> trail) {

		static ScheduledReversal of(DurableReversal reversal, @Nullable List<ReversalAttempt> trail) {
			ReverseOrderRequest request = reversal.request();
			return new ScheduledReversal(reversal.id(), reversal.merchant(), reversal.signer(), request.outTradeNo(),
					request.transactionId(), request.merchantIds().mchid(), request.merchantIds().spMchid(),
					request.merchantIds().subMchid(), reversal.state(), reversal.reason(), reversal.scheduledAt(),
					reversal.changedAt(), reversal.nextAttemptAt(), reversal.endedAt(), reversal.attempts(), trail);
		}

	}

}
