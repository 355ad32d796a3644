package io.github.wechatpayhk.order;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.error.WechatPayHkException;
import reactor.core.publisher.Mono;

/**
 * Places orders that the payer pays on a device of their own: by scanning a code, inside
 * WeChat, from an app or from a mobile browser (<a href=
 * "https://github.com/wechatpayhk/wechatpay-hk-spring-boot/blob/main/docs/protocol.md#order-requests">protocol</a>).
 * <p>
 * Every {@link Mono} is cold: each subscription is a new call with a new signature. It
 * yields what the payer needs when WeChat Pay's signed response has been verified;
 * anything else is exactly one {@link WechatPayHkException}. An order whose outcome is
 * unknown may be placed again with the same number and contents. Safe for concurrent use.
 *
 * @since 0.1.0
 */
public interface PlaceOrderService {

	/**
	 * Place an order.
	 * @param request what is to be paid, and in which way
	 * @return what the payer needs
	 */
	Mono<PlacedOrder> place(PlaceOrderRequest request);

	/**
	 * Return a service that makes one attempt per subscription.
	 * @param client whom it calls, and as whom
	 * @return the service
	 */
	static PlaceOrderService create(WechatPayHkClient client) {
		return new WebClientPlaceOrderService(client);
	}

}
