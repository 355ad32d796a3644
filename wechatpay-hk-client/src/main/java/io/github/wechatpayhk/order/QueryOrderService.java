package io.github.wechatpayhk.order;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.error.WechatPayHkException;
import reactor.core.publisher.Mono;

/**
 * Queries orders (<a href=
 * "https://github.com/wechatpayhk/wechatpay-hk-spring-boot/blob/main/docs/protocol.md#operations-and-paths">protocol</a>).
 * <p>
 * Every {@link Mono} is cold: each subscription is a new call with a new signature. It
 * yields the order when WeChat Pay's signed response has been verified and is about that
 * order; anything else is exactly one {@link WechatPayHkException}. An order in a state
 * that is not known here is a response, not an error. Queries are free to be repeated.
 * Safe for concurrent use.
 *
 * @since 0.1.0
 */
public interface QueryOrderService {

	/**
	 * Query an order of the configured merchant.
	 * @param outTradeNo the merchant's order number, 1 to 32 characters out of
	 * {@code [0-9A-Za-z_-|*]}
	 * @return the order
	 */
	default Mono<Order> query(String outTradeNo) {
		return Mono.defer(() -> query(OrderReference.outTradeNo(outTradeNo)));
	}

	/**
	 * Query an order.
	 * @param order names the order, and whose it is
	 * @return the order
	 */
	Mono<Order> query(OrderReference order);

	/**
	 * Return a service that makes one attempt per subscription.
	 * @param client whom it calls, and as whom
	 * @return the service
	 */
	static QueryOrderService create(WechatPayHkClient client) {
		return new WebClientQueryOrderService(client);
	}

}
