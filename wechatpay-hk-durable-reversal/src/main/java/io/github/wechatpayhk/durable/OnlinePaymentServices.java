package io.github.wechatpayhk.durable;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.order.CloseOrderService;
import io.github.wechatpayhk.order.PlaceOrderService;
import io.github.wechatpayhk.refund.RefundService;

/**
 * The operations of a merchant's online payments, besides the query. They may be
 * decorated, with attempts and rate limits for example.
 *
 * @param client the merchant, whose configuration completes each order
 * @param place places the order
 * @param close closes the order
 * @param refund refunds the order, and queries its refunds
 * @since 0.1.0
 */
public record OnlinePaymentServices(WechatPayHkClient client, PlaceOrderService place, CloseOrderService close,
		RefundService refund) {

	/**
	 * Return services that make one attempt per call.
	 * @param client whom they call, and as whom
	 * @return the services
	 */
	public static OnlinePaymentServices of(WechatPayHkClient client) {
		return new OnlinePaymentServices(client, PlaceOrderService.create(client), CloseOrderService.create(client),
				RefundService.create(client));
	}

}
