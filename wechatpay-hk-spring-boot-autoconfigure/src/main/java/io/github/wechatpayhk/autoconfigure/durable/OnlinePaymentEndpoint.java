package io.github.wechatpayhk.autoconfigure.durable;

import java.util.List;
import java.util.stream.Stream;

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
 * Actuator endpoint that shows online payments, and takes the decisions of an operator.
 * It shows no secret and no personal data.
 *
 * @since 0.1.0
 */
@Endpoint(id = "onlinepayments")
public final class OnlinePaymentEndpoint {

	private final OnlinePayments payments;

	/**
	 * Create the endpoint.
	 * @param payments the online payments
	 */
	public OnlinePaymentEndpoint(OnlinePayments payments) {
		this.payments = payments;
	}

	/**
	 * Show payments, the latest first.
	 * @param state the state that they are in, all but terminal ones by default
	 * @param limit how many at most, 100 by default
	 * @return the {@link Overview}, or a problem detail
	 */
	@ReadOperation
	public Object overview(@Nullable String state, @Nullable String limit) {
		return EndpointResponses.orProblem(() -> {
			int most = EndpointResponses.limit(limit);
			return new Overview((state != null)
					? this.payments.list(EndpointResponses.state(OnlinePayment.State.values(), state), 0, most)
					: unsettled(most));
		});
	}

	private List<OnlinePayment> unsettled(int limit) {
		return Stream.of(OnlinePayment.State.REQUIRES_ACTION, OnlinePayment.State.OPEN)
			.flatMap((state) -> this.payments.list(state, 0, limit).stream())
			.limit(limit)
			.toList();
	}

	/**
	 * Show one payment with its audit trail.
	 * @param id its number here
	 * @return the {@link AuditedPayment}, or a problem detail if there is none
	 */
	@ReadOperation
	public Object payment(@Selector String id) {
		return this.payments.find(id)
			.<Object>map(this::audited)
			.orElseGet(
					() -> EndpointResponses.problem(HttpStatus.NOT_FOUND, "There is no online payment '" + id + "'"));
	}

	/**
	 * Retry or settle one payment.
	 * @param id its number here
	 * @param action {@code retry} or {@code settle}
	 * @param reason who decided it, and why
	 * @return the {@link AuditedPayment} as it stands now, or a problem detail
	 */
	@WriteOperation
	public Object decide(@Selector String id, @Nullable String action, @Nullable String reason) {
		return EndpointResponses.orProblem(() -> {
			String given = (reason != null) ? reason : "";
			return audited(switch (String.valueOf(action)) {
				case "retry" -> this.payments.retry(id, given);
				case "settle" -> this.payments.settle(id, given);
				default -> throw EndpointResponses.unknown("action", action, List.of("retry", "settle"));
			});
		});
	}

	private AuditedPayment audited(OnlinePayment payment) {
		return new AuditedPayment(payment, this.payments.attempts(payment.id()));
	}

	/**
	 * Some payments.
	 *
	 * @param payments the payments
	 */
	public record Overview(List<OnlinePayment> payments) {
	}

	/**
	 * A payment with its audit trail.
	 *
	 * @param payment the payment
	 * @param trail its audit trail, the first entry first
	 */
	public record AuditedPayment(OnlinePayment payment, List<OnlinePaymentAttempt> trail) {
	}

}
