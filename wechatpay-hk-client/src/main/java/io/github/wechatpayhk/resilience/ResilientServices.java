package io.github.wechatpayhk.resilience;

import java.net.URI;
import java.util.Objects;
import java.util.function.Function;

import io.github.wechatpayhk.field.RequestField;
import io.github.wechatpayhk.order.CloseOrderService;
import io.github.wechatpayhk.order.MicropayService;
import io.github.wechatpayhk.order.OrderReference;
import io.github.wechatpayhk.order.PlaceOrderService;
import io.github.wechatpayhk.order.QueryOrderService;
import io.github.wechatpayhk.refund.RefundService;
import io.github.wechatpayhk.settlement.SettlementService;
import io.github.wechatpayhk.submerchant.SubMerchantService;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Gives the services of the API the deadline, the attempts, the rate limit and the
 * failover of {@link ResilientCalls}. A payment is never repeated once it may have been
 * sent. Safe for concurrent use.
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
		return (request) -> require("request", request,
				(present) -> call(
						new WechatPayHkCall(WechatPayHkOperation.MICROPAY, present.outTradeNo(), present.options()),
						present, present::withBaseUrl, attempt::pay));
	}

	/**
	 * Decorate a service that queries orders.
	 * @param attempt makes one attempt
	 * @return the service
	 */
	public QueryOrderService query(QueryOrderService attempt) {
		return (order) -> require("order", order,
				(present) -> call(WechatPayHkOperation.QUERY, present, attempt::query));
	}

	/**
	 * Decorate a service that closes orders.
	 * @param attempt makes one attempt
	 * @return the service
	 */
	public CloseOrderService close(CloseOrderService attempt) {
		return (order) -> require("order", order,
				(present) -> call(WechatPayHkOperation.CLOSE, present, attempt::close));
	}

	/**
	 * Decorate a service that places orders.
	 * @param attempt makes one attempt
	 * @return the service
	 */
	public PlaceOrderService place(PlaceOrderService attempt) {
		return (request) -> require("request", request,
				(present) -> call(
						new WechatPayHkCall(WechatPayHkOperation.PLACE_ORDER, present.outTradeNo(), present.options()),
						present, present::withBaseUrl, attempt::place));
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
	 * Decorate a service that lists settlements: each page is a call of its own.
	 * @param attempt makes one attempt
	 * @return the service
	 */
	public SettlementService settlement(SettlementService attempt) {
		return (request, offset, limit) -> require("request", request,
				(present) -> call(
						new WechatPayHkCall(WechatPayHkOperation.LIST_SETTLEMENTS, present.state(), present.options()),
						present, present::withBaseUrl, (atHost) -> attempt.list(atHost, offset, limit)));
	}

	/**
	 * Decorate a service for sub-merchants. All attempts of a call send the same bytes.
	 * @param attempt makes one attempt
	 * @return the service
	 */
	public SubMerchantService subMerchant(SubMerchantService attempt) {
		return new ResilientSubMerchantService(attempt, this);
	}

	static <R, T> Mono<T> require(String name, @Nullable R argument, Function<R, Mono<T>> call) {
		return Mono.defer(() -> call.apply(RequestField.requirePresent(name, argument)));
	}

	<T> Mono<T> call(WechatPayHkOperation operation, OrderReference order, Function<OrderReference, Mono<T>> attempt) {
		return call(new WechatPayHkCall(operation, order.number(), order.options()), order, order::withBaseUrl,
				attempt);
	}

	<R, T> Mono<T> call(WechatPayHkCall call, R request, Function<URI, R> atHost, Function<R, Mono<T>> attempt) {
		return this.calls.call(call, (baseUrl) -> attempt.apply((baseUrl != null) ? atHost.apply(baseUrl) : request));
	}

	static String either(@Nullable String one, @Nullable String other) {
		return Objects.requireNonNullElse(one, Objects.requireNonNullElse(other, ""));
	}

}
