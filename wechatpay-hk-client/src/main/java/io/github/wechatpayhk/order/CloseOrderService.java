package io.github.wechatpayhk.order;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.error.WechatPayHkException;
import reactor.core.publisher.Mono;

/**
 * Closes orders that were placed and not paid, so that they cannot be paid any more.
 * WeChat Pay asks to wait five minutes after placing. Quick Pay orders are reversed
 * instead.
 * <p>
 * Every {@link Mono} is cold: each subscription is a new call with a new signature. It
 * completes empty when WeChat Pay's signed 204 has been verified, and only then; anything
 * else is exactly one {@link WechatPayHkException}. Closing is safe to repeat. Safe for
 * concurrent use.
 *
 * @since 0.1.0
 */
public interface CloseOrderService {

	/**
	 * Close an order of the configured merchant.
	 * @param outTradeNo the merchant's order number, 1 to 32 characters out of
	 * {@code [0-9A-Za-z_-|*]}
	 * @return completes when the order is closed, with proof
	 */
	default Mono<Void> close(String outTradeNo) {
		return Mono.defer(() -> close(OrderReference.outTradeNo(outTradeNo)));
	}

	/**
	 * Close an order.
	 * @param order names the order, and whose it is
	 * @return completes when the order is closed, with proof
	 */
	Mono<Void> close(OrderReference order);

	/**
	 * Return a service that makes one attempt per subscription.
	 * @param client whom it calls, and as whom
	 * @return the service
	 */
	static CloseOrderService create(WechatPayHkClient client) {
		return new WebClientCloseOrderService(client);
	}

}
