package io.github.wechatpayhk.autoconfigure.durable;

import java.util.List;
import java.util.function.Function;

import io.github.wechatpayhk.durable.DurableRefund;
import io.github.wechatpayhk.durable.DurableRefunds;
import io.github.wechatpayhk.durable.OnlinePayment;
import io.github.wechatpayhk.durable.OnlinePaymentAttempt;
import io.github.wechatpayhk.durable.OnlinePayments;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.http.HttpStatus;

/**
 * Actuator endpoint that shows online payments and their refunds, and takes the decisions
 * of an operator. It shows no secret and no personal data.
 *
 * @since 0.1.0
 */
@Endpoint(id = "onlinepayments")
public final class OnlinePaymentEndpoint {

	private final OnlinePayments payments;

	private final DurableRefunds refunds;

	/**
	 * Create the endpoint.
	 * @param payments the online payments
	 * @param refunds their refunds
	 */
	public OnlinePaymentEndpoint(OnlinePayments payments, DurableRefunds refunds) {
		this.payments = payments;
		this.refunds = refunds;
	}

	/**
	 * Show payments and refunds, the latest first.
	 * @param state the state that the payments are in, all but terminal ones by default
	 * @param refundState the state that the refunds are in, all but terminal ones by
	 * default
	 * @param limit how many of each at most, 100 by default
	 * @return the {@link Overview}, or a problem detail
	 */
	@ReadOperation
	public Object overview(@Nullable String state, @Nullable String refundState, @Nullable String limit) {
		return EndpointResponses.orProblem(() -> {
			int most = EndpointResponses.limit(limit);
			return new Overview(
					listed((state != null) ? List.of(EndpointResponses.state(OnlinePayment.State.values(), state))
							: List.of(OnlinePayment.State.REQUIRES_ACTION, OnlinePayment.State.OPEN),
							(wanted) -> this.payments.list(wanted, 0, most), most),
					listed((refundState != null)
							? List.of(EndpointResponses.state(DurableRefund.State.values(), refundState))
							: List.of(DurableRefund.State.REQUIRES_ACTION, DurableRefund.State.OPEN),
							(wanted) -> this.refunds.list(wanted, 0, most), most));
		});
	}

	private static <S, T> List<T> listed(List<S> states, Function<S, List<T>> list, int limit) {
		return states.stream().flatMap((state) -> list.apply(state).stream()).limit(limit).toList();
	}

	/**
	 * Show one payment with its refunds and its audit trail, or one refund with its audit
	 * trail.
	 * @param id its number here
	 * @return the {@link AuditedPayment} or the {@link AuditedRefund}, or a problem
	 * detail if there is none
	 */
	@ReadOperation
	public Object payment(@Selector String id) {
		return this.payments.find(id)
			.<Object>map(this::audited)
			.or(() -> this.refunds.find(id).map(this::audited))
			.orElseGet(() -> EndpointResponses.problem(HttpStatus.NOT_FOUND,
					"There is no online payment and no refund '" + id + "'"));
	}

	/**
	 * Retry or settle one payment or one refund, or close one payment.
	 * @param id its number here
	 * @param action {@code retry}, {@code settle} or {@code close}
	 * @param reason who decided it, and why
	 * @return the {@link AuditedPayment} or the {@link AuditedRefund} as it stands now,
	 * or a problem detail
	 */
	@WriteOperation
	public Object decide(@Selector String id, @Nullable String action, @Nullable String reason) {
		return EndpointResponses.orProblem(() -> {
			String given = (reason != null) ? reason : "";
			boolean isRefund = this.refunds.find(id).isPresent();
			return switch (String.valueOf(action)) {
				case "retry" ->
					isRefund ? audited(this.refunds.retry(id, given)) : audited(this.payments.retry(id, given));
				case "settle" ->
					isRefund ? audited(this.refunds.settle(id, given)) : audited(this.payments.settle(id, given));
				case "close" -> audited(this.payments.close(id, given));
				default -> throw EndpointResponses.unknown("action", action, List.of("retry", "settle", "close"));
			};
		});
	}

	private AuditedPayment audited(OnlinePayment payment) {
		return new AuditedPayment(payment,
				this.refunds.findByOrder(payment.outTradeNo())
					.stream()
					.filter((refund) -> refund.paymentId().equals(payment.id()))
					.toList(),
				this.payments.attempts(payment.id()));
	}

	private AuditedRefund audited(DurableRefund refund) {
		return new AuditedRefund(refund, this.refunds.attempts(refund.id()));
	}

	/**
	 * Some payments and refunds.
	 *
	 * @param payments the payments
	 * @param refunds the refunds
	 */
	public record Overview(List<OnlinePayment> payments, List<DurableRefund> refunds) {
	}

	/**
	 * A payment with its refunds and its audit trail.
	 *
	 * @param payment the payment
	 * @param refunds its refunds, the latest first
	 * @param trail its audit trail, the first entry first
	 */
	public record AuditedPayment(OnlinePayment payment, List<DurableRefund> refunds, List<OnlinePaymentAttempt> trail) {
	}

	/**
	 * A refund with its audit trail.
	 *
	 * @param refund the refund
	 * @param trail its audit trail, the first entry first
	 */
	public record AuditedRefund(DurableRefund refund, List<OnlinePaymentAttempt> trail) {
	}

}
