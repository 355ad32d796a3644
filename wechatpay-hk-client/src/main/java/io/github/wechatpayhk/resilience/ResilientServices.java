package io.github.wechatpayhk.resilience;

import java.util.Objects;
import java.util.function.Function;

import io.github.wechatpayhk.field.RequestArgument;
import io.github.wechatpayhk.order.CloseOrderService;
import io.github.wechatpayhk.order.MicropayRequest;
import io.github.wechatpayhk.order.MicropayService;
import io.github.wechatpayhk.order.Order;
import io.github.wechatpayhk.order.OrderReference;
import io.github.wechatpayhk.order.PlaceOrderRequest;
import io.github.wechatpayhk.order.PlaceOrderService;
import io.github.wechatpayhk.order.QueryOrderService;
import io.github.wechatpayhk.refund.RefundService;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Gives the services for orders and refunds the deadline, the attempts and the rate limit
 * of {@link ResilientCalls}. A payment is never repeated once it may have been sent. Safe
 * for concurrent use.
 *
 * @since 0.1.0
 */
public final class ResilientServices {

	private final ResilientCalls calls;

	/**
	 * Create the services.
	 * @param calls carries their calls through
	 */
	public ResilientServices(ResilientCalls calls) {
		this.calls = calls;
	}

	/**
	 * Decorate a service that takes payments.
	 * @param attempt makes one attempt
	 * @return the service
	 */
	public MicropayService micropay(MicropayService attempt) {
		return (request) -> call(WechatPayHkOperation.MICROPAY, "request", request, MicropayRequest::outTradeNo,
				attempt::pay);
	}

	/**
	 * Decorate a service that queries orders. It is the only one of these services that
	 * falls back from host to host.
	 * @param attempt makes one attempt
	 * @return the service
	 */
	public QueryOrderService query(QueryOrderService attempt) {
		return (order) -> Mono.defer(() -> query(attempt, RequestArgument.require("order", order)));
	}

	private Mono<Order> query(QueryOrderService attempt, OrderReference order) {
		return this.calls.call(
				new WechatPayHkCall(WechatPayHkOperation.QUERY, number(order), null, order.baseUrl() != null),
				(baseUrl) -> attempt.query((baseUrl != null) ? order.withBaseUrl(baseUrl) : order));
	}

	/**
	 * Decorate a service that closes orders.
	 * @param attempt makes one attempt
	 * @return the service
	 */
	public CloseOrderService close(CloseOrderService attempt) {
		return (order) -> call(WechatPayHkOperation.CLOSE, "order", order, ResilientServices::number, attempt::close);
	}

	/**
	 * Decorate a service that places orders.
	 * @param attempt makes one attempt
	 * @return the service
	 */
	public PlaceOrderService place(PlaceOrderService attempt) {
		return (request) -> call(WechatPayHkOperation.PLACE_ORDER, "request", request, PlaceOrderRequest::outTradeNo,
				attempt::place);
	}

	/**
	 * Decorate a service that refunds orders.
	 * @param attempt makes one attempt
	 * @return the service
	 */
	public RefundService refund(RefundService attempt) {
		return new ResilientRefundService(attempt, this);
	}

	/**
	 * These services go where their client goes, without failover.
	 */
	<R, T> Mono<T> call(WechatPayHkOperation operation, String name, @Nullable R argument, Function<R, String> subject,
			Function<R, Mono<T>> attempt) {
		return Mono.defer(() -> {
			R present = RequestArgument.require(name, argument);
			return this.calls.call(new WechatPayHkCall(operation, subject.apply(present), null, true),
					(baseUrl) -> attempt.apply(present));
		});
	}

	static String number(OrderReference order) {
		return either(order.outTradeNo(), order.transactionId());
	}

	static String either(@Nullable String one, @Nullable String other) {
		return Objects.requireNonNullElse(one, Objects.requireNonNullElse(other, ""));
	}

}
