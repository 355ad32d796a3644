package io.github.wechatpayhk.resilience;

import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.WechatPayHkApiException;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.error.WechatPayHkUnknownOutcomeException;
import io.github.wechatpayhk.field.RequestField;
import io.github.wechatpayhk.order.Order;
import io.github.wechatpayhk.order.OrderReference;
import io.github.wechatpayhk.order.QueryOrderService;
import io.github.wechatpayhk.order.ReverseOrderRequest;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.webclient.ExchangeWatch;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;

/**
 * Reverses with as many attempts as it may make. An attempt that is to be confirmed ends
 * with a query, which goes where the reverse went.
 */
final class ResilientReverseOrderService implements ReverseOrderService {

	private final ReverseOrderService attempt;

	private final @Nullable QueryOrderService query;

	private final ResilientCalls calls;

	ResilientReverseOrderService(ReverseOrderService attempt, @Nullable QueryOrderService query, ResilientCalls calls) {
		this.attempt = attempt;
		this.query = query;
		this.calls = calls;
	}

	@Override
	public Mono<Void> reverse(ReverseOrderRequest request) {
		return Mono.defer(() -> call(RequestField.requirePresent("request", request)));
	}

	private Mono<Void> call(ReverseOrderRequest request) {
		WechatPayHkCall call = new WechatPayHkCall(WechatPayHkOperation.REVERSE, request.order().number(),
				request.options());
		QueryOrderService confirmation = isConfirmed(request) ? requireQuery() : null;
		ReverseOrderRequest single = request.withConfirmation(false);
		return this.calls.timed(call, (deadline) -> (baseUrl) -> {
			ReverseOrderRequest targeted = (baseUrl != null) ? single.withBaseUrl(baseUrl) : single;
			Mono<Void> reverse = this.attempt.reverse(targeted);
			return (confirmation != null) ? reverse.then(confirm(targeted.order(), confirmation, deadline)) : reverse;
		});
	}

	private boolean isConfirmed(ReverseOrderRequest request) {
		Boolean chosen = request.confirmation();
		return (chosen != null) ? chosen : this.calls.confirmReversals();
	}

	private QueryOrderService requireQuery() {
		if (this.query == null) {
			throw new WechatPayHkRequestException("The reversal cannot be confirmed, as there is no service to query"
					+ " with: call 'ResilientCalls.decorate(..)' with a QueryOrderService");
		}
		return this.query;
	}

	/**
	 * Whatever the query fails with, the reverse may have taken effect. The query has a
	 * watch of its own: that of the attempt tells how far the reverse has come.
	 */
	private Mono<Void> confirm(OrderReference order, QueryOrderService query, CallDeadline deadline) {
		WechatPayHkCall call = WechatPayHkCall.of(WechatPayHkOperation.QUERY, order.number());
		Mono<Order> shown = Mono.defer(() -> query.query(order))
			.contextWrite((context) -> new ExchangeWatch().addTo(context));
		return this.calls.inLine(call, deadline, shown)
			.switchIfEmpty(Mono.error(() -> unconfirmed("the query shows no order")))
			.onErrorMap(WechatPayHkException.class, ResilientReverseOrderService::unknown)
			.flatMap(ResilientReverseOrderService::requireReversed);
	}

	private static Mono<Void> requireReversed(Order order) {
		return order.tradeState().isReversedOrClosed() ? Mono.empty()
				: Mono.error(unconfirmed("the query shows the order as " + order.tradeState()));
	}

	private static WechatPayHkException unconfirmed(String shown) {
		return WechatPayHkApiException.unconfirmed(HttpStatus.OK.value(), null,
				"the reversal is not confirmed after its 204: " + shown);
	}

	private static WechatPayHkException unknown(WechatPayHkException failure) {
		return (failure.outcome() == Outcome.UNKNOWN) ? failure
				: WechatPayHkUnknownOutcomeException.unconfirmed(failure);
	}

}
