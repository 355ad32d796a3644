package io.github.wechatpayhk.order;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.error.WechatPayHkException;
import reactor.core.publisher.Mono;

/**
 * Reverses Quick Pay orders: an unpaid one is closed, the money of a paid one goes back
 * to the payer (<a href=
 * "https://github.com/wechatpayhk/wechatpay-hk-spring-boot/blob/main/docs/protocol.md#reverse">protocol</a>).
 * <p>
 * Every {@link Mono} is cold: each subscription is a new call with a new signature. It
 * completes empty when WeChat Pay's signed 204 has been verified, and only then; anything
 * else is exactly one {@link WechatPayHkException} that says whether the outcome is
 * known. The signature of a 204 covers time, nonce and an empty body, and no order
 * number: {@link ReverseOrderRequest#withConfirmation()} adds a query, which names the
 * order. Nothing blocks the subscribing thread. Safe for concurrent use.
 * <p>
 * Reversing is safe to repeat. WeChat Pay asks to reverse within seven days of the order,
 * and not within the first 15 seconds.
 *
 * @since 0.1.0
 */
public interface ReverseOrderService {

	/**
	 * Reverse an order of the configured merchant.
	 * @param outTradeNo the merchant's order number, 1 to 32 characters out of
	 * {@code [0-9A-Za-z_-|*]}
	 * @return completes when the order is reversed, with proof
	 */
	default Mono<Void> reverse(String outTradeNo) {
		return Mono.defer(() -> reverse(ReverseOrderRequest.outTradeNo(outTradeNo)));
	}

	/**
	 * Reverse an order.
	 * @param request names the order, and whose it is
	 * @return completes when the order is reversed, with proof
	 */
	Mono<Void> reverse(ReverseOrderRequest request);

	/**
	 * Return a service that makes one attempt per subscription.
	 * @param client whom it calls, and as whom
	 * @return the service
	 */
	static ReverseOrderService create(WechatPayHkClient client) {
		return new WebClientReverseOrderService(client);
	}

}
